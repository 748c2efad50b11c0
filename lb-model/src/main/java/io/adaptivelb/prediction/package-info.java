/**
 * What models predict of an endpoint's next tick: examples to learn from, models to serve with, and when to believe them.
 *
 * <p>Imports {@code capacity}, {@code features}, {@code boosting}, {@code rollout} and {@code registry}; must not import {@code control}.
 */
@NullMarked
package io.adaptivelb.prediction;

import org.jspecify.annotations.NullMarked;

/**
 * What the brain publishes: one immutable snapshot of weights a cluster.
 *
 * <p>Imports {@code domain} and {@code scoring}; knows nothing of how a weight came to be.
 */
@NullMarked
package io.adaptivelb.weights;

import org.jspecify.annotations.NullMarked;

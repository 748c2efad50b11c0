/**
 * How estimates become weights: the marginal-cost allocation and the rails between it and what is published.
 *
 * <p>Imports {@code capacity} and {@code weights}; must not import {@code control}.
 */
@NullMarked
package io.adaptivelb.allocation;

import org.jspecify.annotations.NullMarked;

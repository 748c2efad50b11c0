/**
 * What an endpoint can do: service demand, effective cores, and the queueing curve that joins them.
 *
 * <p>Imports {@code domain}, {@code telemetry}, {@code features}, {@code weights} and {@code rollout}; must not import {@code allocation} or {@code control}.
 */
@NullMarked
package io.adaptivelb.capacity;

import org.jspecify.annotations.NullMarked;

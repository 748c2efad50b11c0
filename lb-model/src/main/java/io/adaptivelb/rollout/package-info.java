/**
 * How a new model gets its share of the traffic, and loses it again: blending of weights, what is compared, the guardrails,
 * and the decision of each tick.
 *
 * <p>Pure: no clock, no thread, no I/O; the registry keeps what is decided here. Imports {@code domain}, {@code telemetry},
 * {@code scoring} and {@code weights}.
 */
@NullMarked
package io.adaptivelb.rollout;

import org.jspecify.annotations.NullMarked;

/**
 * What is computed from telemetry before anybody scores: observers fused into one view per endpoint, and the versioned
 * feature schema with its windows.
 *
 * <p>Pure: no clock, no I/O. Imports {@code domain} and {@code telemetry}.
 */
@NullMarked
package io.adaptivelb.features;

import org.jspecify.annotations.NullMarked;

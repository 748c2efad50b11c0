/**
 * Recorded telemetry, run through the control loop again: what weights it would have published, and why.
 *
 * <p>Imports the heart, the feature store and the simulator's pages; must not import what learns.
 */
@NullMarked
package io.adaptivelb.replay;

import org.jspecify.annotations.NullMarked;

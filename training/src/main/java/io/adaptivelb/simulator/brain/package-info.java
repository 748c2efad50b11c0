/**
 * Control planes under virtual time: ours, which is the production {@link io.adaptivelb.control.ControlLoop}, and the peers
 * that compute weights centrally.
 *
 * <p>All of them live on the same scraped telemetry, with the same losses and delays; only the clairvoyant reads the truth.
 * Must not import scenarios or reports.
 */
@NullMarked
package io.adaptivelb.simulator.brain;

import org.jspecify.annotations.NullMarked;

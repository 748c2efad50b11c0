package io.adaptivelb.simulator.brain;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;

/**
 * What goes wrong between endpoints and control plane.
 *
 * @param lost share of scrapes that are lost; 0…1
 * @param late by how much a scrape may be late, evenly distributed
 * @param duplicated share of scrapes that arrive twice; 0…1
 * @param lying share of endpoints whose pages lie: no CPU used, every request a fast success; 0…1
 */
public record TelemetryFaults(double lost, Duration late, double duplicated, double lying) {
  /** Nothing goes wrong. */
  public static final TelemetryFaults DEFAULTS = new TelemetryFaults(0, Duration.ZERO, 0, 0);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public TelemetryFaults {
    requireInRange("lost", lost, 0, 1);
    requireInRange("late", late, Duration.ZERO, Duration.ofMinutes(10));
    requireInRange("duplicated", duplicated, 0, 1);
    requireInRange("lying", lying, 0, 1);
  }
}

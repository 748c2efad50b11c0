package io.adaptivelb.prediction;

import java.util.Locale;

/**
 * What a model's head predicts, always of the next tick and relative to what the analytic estimate believes now, so that a head
 * which says 0 changes nothing. The order is part of the format of examples.
 */
public enum Target {
  /** Service demand. */
  SERVICE_DEMAND("ln(service demand read in the next tick / believed service demand)"),
  /** Effective cores. */
  EFFECTIVE_CORES("ln(share of its cores read in the next tick / believed share)"),
  /** Median latency of successes. */
  LATENCY_P50("ln(p50 in the next tick / sojourn time that the queueing curve gives for its load)"),
  /** 90 % quantile of it. */
  LATENCY_P90("ln(p90 in the next tick / sojourn time that the queueing curve gives for its load)"),
  /** 99 % quantile of it. */
  LATENCY_P99("ln(p99 in the next tick / sojourn time that the queueing curve gives for its load)"),
  /** Whether it breaks its error threshold. */
  FAILURE("1 when the next tick's share of errors is above the threshold, else 0");

  private final String definition;

  Target(String definition) {
    this.definition = definition;
  }

  /** As a formula. */
  public String definition() {
    return definition;
  }

  /** The name of the head and of the column: {@code service_demand}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.adaptivelb.prediction;

import io.adaptivelb.boosting.Direction;
import io.adaptivelb.features.FeatureSchema;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a model's head predicts, always of the time for which the next weights are in force and relative to what the analytic
 * estimate believes now, so that a head which says 0 changes nothing. The order is part of the format of examples.
 */
public enum Target {
  /** Service demand. */
  SERVICE_DEMAND("ln(largest service demand read in the next two ticks / believed service demand)"),
  /** Effective cores. */
  EFFECTIVE_CORES(
      "ln(smallest share of its cores read in the next two ticks / believed share of its cores)"),
  /** Median latency of successes. */
  LATENCY_P50("ln(p50 in the next tick / sojourn time that the queueing curve gives for its load)"),
  /** 90 % quantile of it. */
  LATENCY_P90("ln(p90 in the next tick / sojourn time that the queueing curve gives for its load)"),
  /** 99 % quantile of it. */
  LATENCY_P99("ln(p99 in the next tick / sojourn time that the queueing curve gives for its load)"),
  /** Whether it breaks its error threshold. */
  FAILURE("1 when the share of errors of one of the next two ticks is above the threshold, else 0");

  private final String definition;

  Target(String definition) {
    this.definition = definition;
  }

  /**
   * The target of a label.
   *
   * @throws IllegalArgumentException when there is none, naming all
   */
  public static Target ofLabel(String label) {
    return Arrays.stream(values())
        .filter(target -> target.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no target '%s'; there are %s"
            .formatted(
                label.length() > 40 ? label.substring(0, 40) + "…" : label,
                Arrays.stream(values()).map(Target::label).collect(Collectors.joining(", ")))));
  }

  /** As a formula. */
  public String definition() {
    return definition;
  }

  /** The name of the head and of the column: {@code service_demand}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a latency: the others are asked before the load is dealt out, so they must be trained without it. */
  public boolean seesPlannedLoad() {
    return this == LATENCY_P50 || this == LATENCY_P90 || this == LATENCY_P99;
  }

  /** Which way it may move with load about to be sent, if it sees it: more never makes anything faster, cheaper, larger or safer. */
  public Direction withLoad() {
    return this == EFFECTIVE_CORES ? Direction.FALLING : Direction.RISING;
  }

  /** What physics says, by the feature's name: that of load, and that more errors now never make a failure less likely. */
  public Map<String, Direction> directions() {
    String load = FeatureSchema.PLANNED_UTILISATION;
    return this == FAILURE
        ? Map.of(load, withLoad(), "error_ratio", Direction.RISING)
        : Map.of(load, withLoad());
  }
}

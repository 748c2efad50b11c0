package io.adaptivelb.features;

import java.util.function.ToDoubleFunction;

/** What is kept of an endpoint's tick: the series that all windows are computed over. The order is part of the schema. */
@SuppressWarnings("ImmutableEnumChecker") // The functions hold no state.
enum TickSignal {
  REQUESTS_PER_SECOND(
      "requests_per_second", "1/s", "requests that ended", o -> o.requestsPerSecond()),
  LATENCY_P50("latency_p50_seconds", "s", "median latency of successes", o -> quantile(o, 0.5)),
  LATENCY_P95("latency_p95_seconds", "s", "p95 latency of successes", o -> quantile(o, 0.95)),
  LATENCY_P99("latency_p99_seconds", "s", "p99 latency of successes", o -> quantile(o, 0.99)),
  ERROR_RATIO(
      "error_ratio", "1", "errors over requests", o -> share(o, o.outcomes().errors())),
  REJECTION_RATIO(
      "rejection_ratio",
      "1",
      "rejections for overload over requests",
      o -> share(o, o.outcomes().rejections())),
  TIMEOUT_RATIO(
      "timeout_ratio", "1", "timeouts over requests", o -> share(o, o.outcomes().timeouts())),
  CPU_RATIO("cpu_ratio", "1", "busy cores over cores", o -> o.resources().cpuRatio()),
  CPU_SECONDS_PER_REQUEST(
      "cpu_seconds_per_request",
      "s",
      "busy core-seconds over successes and timeouts",
      o -> o.resources().busyCores()
          * o.seconds()
          / positive((double) o.outcomes().successes() + o.outcomes().timeouts())),
  LOAD_PER_CORE(
      "load_average_per_core",
      "1",
      "runnable threads per core",
      o -> o.resources().loadAveragePerCore()),
  MEMORY_RATIO(
      "memory_ratio",
      "1",
      "used memory over available memory",
      o -> o.resources().memoryRatio()),
  IN_FLIGHT("in_flight", "1", "requests being served or queued", o -> o.inFlight());

  final String label;
  final String unit;
  final String definition;
  private final ToDoubleFunction<EndpointObservation> value;

  TickSignal(
      String label, String unit, String definition, ToDoubleFunction<EndpointObservation> value) {
    this.label = label;
    this.unit = unit;
    this.definition = definition;
    this.value = value;
  }

  /** The value of a tick, finite; NaN when it says nothing. */
  float of(EndpointObservation tick) {
    return TickSeries.finite(value.applyAsDouble(tick));
  }

  /** Where its series is kept. */
  @SuppressWarnings("EnumOrdinal") // The order is part of the schema.
  int place() {
    return ordinal();
  }

  /** How values are compared with one another: shares, which are often 0, by difference, the rest by the logarithm of a quotient. */
  boolean isShare() {
    return switch (this) {
      case ERROR_RATIO, REJECTION_RATIO, TIMEOUT_RATIO, CPU_RATIO, LOAD_PER_CORE, MEMORY_RATIO ->
        true;
      default -> false;
    };
  }

  private static double quantile(EndpointObservation tick, double q) {
    return tick.latency().quantileSeconds(q);
  }

  private static double share(EndpointObservation tick, long count) {
    return count / positive((double) tick.outcomes().requests());
  }

  private static double positive(double value) {
    return value > 0 ? value : Double.NaN;
  }
}

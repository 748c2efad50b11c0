package io.adaptivelb.simulator.engine;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;

/**
 * The settings of Envoy's outlier detection that matter here, with Envoy's defaults and under its names where it has one.
 *
 * @param consecutive5xx so many 5xx in a row eject; 1…100
 * @param consecutiveLocal so many connection failures or timeouts in a row eject, counted by themselves ({@code
 *     split_external_local_origin_errors}); 0: they count as 5xx
 * @param interval between two looks at success rates and at whose ejection is over; 10ms…1h
 * @param baseEjectionTime how long the first ejection lasts; each one soon after it as much longer
 * @param maxEjectionTime the longest; ≥ {@code baseEjectionTime}
 * @param maxEjected share of the endpoints that may be ejected at a time; 0…1
 * @param successRate whether endpoints whose success rate is far below the others' are ejected
 * @param healthChecks interval of the active health checks, the next of which takes an ejected endpoint back ({@code
 *     successful_active_health_check_uneject_host}, on by default in Envoy); 0s: there are none
 */
public record OutlierRules(
    int consecutive5xx,
    int consecutiveLocal,
    Duration interval,
    Duration baseEjectionTime,
    Duration maxEjectionTime,
    double maxEjected,
    boolean successRate,
    Duration healthChecks) {
  /** Envoy's. */
  public static final OutlierRules DEFAULTS = new OutlierRules(
      5,
      0,
      Duration.ofSeconds(10),
      Duration.ofSeconds(30),
      Duration.ofSeconds(300),
      0.1,
      true,
      Duration.ZERO);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public OutlierRules {
    requireInRange("consecutive5xx", consecutive5xx, 1, 100);
    requireInRange("consecutiveLocal", consecutiveLocal, 0, 100);
    requireInRange("interval", interval, Duration.ofMillis(10), Duration.ofHours(1));
    requireInRange("baseEjectionTime", baseEjectionTime, Duration.ofMillis(10), Duration.ofDays(1));
    requireInRange("maxEjectionTime", maxEjectionTime, baseEjectionTime, Duration.ofDays(1));
    requireInRange("maxEjected", maxEjected, 0, 1);
    requireInRange("healthChecks", healthChecks, Duration.ZERO, Duration.ofHours(1));
  }
}

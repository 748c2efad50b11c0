package io.adaptivelb.simulator.scenario;

import static io.adaptivelb.domain.Ranges.requireInRange;

import io.adaptivelb.simulator.engine.OutlierRules;
import java.time.Duration;

/**
 * How proxies are set up, beyond their policy.
 *
 * @param retries how often a request whose connection failed or broke is sent to another endpoint; 0…10
 * @param push from new weights until the first proxies have them; the last have them after twice as long
 * @param activeRequestBias how much LEAST_REQUEST lets requests in flight count where weights differ: {@code weight / (active +
 *     1)^bias}; Envoy's default is 1, our bootstrap sets 2; 0…10
 * @param outliers the rules of outlier detection, where that is switched on
 */
public record EnvoySettings(
    int retries, Duration push, double activeRequestBias, OutlierRules outliers) {
  /** Envoy as our bootstrap sets it up, but without its retry policy, in a large mesh. */
  public static final EnvoySettings DEFAULTS =
      new EnvoySettings(0, Duration.ofMillis(100), 2, OutlierRules.DEFAULTS);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public EnvoySettings {
    requireInRange("retries", retries, 0, 10);
    requireInRange("activeRequestBias", activeRequestBias, 0, 10);
    requireInRange("push", push, Duration.ZERO, Duration.ofHours(1));
  }
}

package io.adaptivelb.ejection;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;
import java.util.List;

/**
 * When errors take an endpoint out, and how it comes back. Errors are what {@link
 * io.adaptivelb.telemetry.Outcomes#errors()} counts: rejections for overload are not among them, because they are cured by
 * less load and not by none.
 *
 * @param errorRatio share of errors in a tick above which an endpoint is ejected; 0.01…1
 * @param relativeRatio and at least this multiple of the cluster's median; ≥ 1
 * @param minRequests over at least so many requests
 * @param hold how long it gets next to nothing before it is probed; doubled up to four times while its probes fail
 * @param probeRatio the share of its weight that it then gets, so that there are probes; 0.001…0.2
 * @param minProbes so many requests must have been seen before it may come back
 * @param maxHold after probing for so long it is tried at the first step of the ramp even without enough of them
 * @param returnSteps the shares of its weight by which it comes back, one a tick
 * @param maxEjectedRatio when more of the cluster than this would be ejected, nobody is (panic); one always may be
 * @param maxUnhealthyRatio when the health checks of more than this fail, they are not believed (panic)
 */
public record EjectionSettings(
    double errorRatio,
    double relativeRatio,
    long minRequests,
    Duration hold,
    double probeRatio,
    long minProbes,
    Duration maxHold,
    List<Double> returnSteps,
    double maxEjectedRatio,
    double maxUnhealthyRatio) {
  /** The defaults. */
  public static final EjectionSettings DEFAULTS = new EjectionSettings(
      0.1,
      4,
      30,
      Duration.ofSeconds(4),
      0.01,
      5,
      Duration.ofSeconds(60),
      List.of(0.25, 0.5, 0.8),
      0.4,
      0.5);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public EjectionSettings {
    requireInRange("errorRatio", errorRatio, 0.01, 1);
    requireInRange("relativeRatio", relativeRatio, 1, 1_000);
    requireInRange("minRequests", minRequests, 1, 1_000_000);
    requireInRange("hold", hold, Duration.ZERO, Duration.ofHours(1));
    requireInRange("probeRatio", probeRatio, 0.001, 0.2);
    requireInRange("minProbes", minProbes, 1, 1_000_000);
    requireInRange("maxHold", maxHold, hold, Duration.ofHours(24));
    returnSteps = List.copyOf(returnSteps);
    for (double step : returnSteps) {
      requireInRange("returnSteps", step, 0.01, 1);
    }
    requireInRange("maxEjectedRatio", maxEjectedRatio, 0, 1);
    requireInRange("maxUnhealthyRatio", maxUnhealthyRatio, 0, 1);
  }
}

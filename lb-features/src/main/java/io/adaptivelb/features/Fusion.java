package io.adaptivelb.features;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.TelemetrySample;
import java.util.ArrayList;
import java.util.List;

/** The rules of {@link EndpointObservation#fuse}. */
final class Fusion {
  /** Below this many requests a ratio of counts says nothing. */
  private static final long FEWEST_REQUESTS_TO_DOUBT = 30;

  private Fusion() {}

  static EndpointObservation fuse(List<TelemetrySample> samples) {
    requireOneEndpoint(samples);
    List<TelemetrySample> endpoints = new ArrayList<>();
    List<TelemetrySample> proxies = new ArrayList<>();
    for (TelemetrySample sample : samples) {
      (sample.observer().kind() == Observer.Kind.ENDPOINT ? endpoints : proxies).add(sample);
    }
    EndpointId endpoint = samples.getFirst().endpoint();
    if (proxies.isEmpty()) {
      return alone(endpoint, View.ofSide(endpoints));
    }
    if (endpoints.isEmpty()) {
      return alone(endpoint, View.ofSide(proxies));
    }
    View own = View.ofSide(endpoints);
    return fuse(endpoint, own, View.ofSide(proxies).scaledTo(own.interval()));
  }

  private static EndpointObservation alone(EndpointId endpoint, View view) {
    return observation(endpoint, view, view.outcomes(), view.latency(), 0);
  }

  private static EndpointObservation fuse(EndpointId endpoint, View own, View seen) {
    boolean silent = own.outcomes().requests() == 0;
    Outcomes outcomes = silent ? seen.outcomes() : fuse(own.outcomes(), seen.outcomes());
    LatencyHistogram latency = own.latency().count() > 0 ? own.latency() : seen.latency();
    double doubt = silent ? 0 : doubt(own.outcomes(), seen.outcomes());
    return observation(endpoint, own.orElse(seen), outcomes, latency, doubt);
  }

  private static Outcomes fuse(Outcomes own, Outcomes seen) {
    long successes = seen.successes() > 2 * own.successes() ? seen.successes() : own.successes();
    Outcomes all = seen.scaled(extrapolation(own, seen));
    long failures = failureShare(own) >= failureShare(seen)
        ? own.serverErrors() + own.rejections()
        : all.serverErrors() + all.rejections();
    long rejections = Math.min(failures, Math.max(own.rejections(), all.rejections()));
    return new Outcomes(
        successes, failures - rejections, rejections, all.timeouts(), all.connectionFailures());
  }

  /** How much larger the endpoint's volume is than what the proxies sent it. */
  private static double extrapolation(Outcomes own, Outcomes seen) {
    return Math.max(
        1, (double) arrived(own) / (arrived(seen) + EndpointObservation.PRIOR_REQUESTS));
  }

  private static long arrived(Outcomes outcomes) {
    return outcomes.requests() - outcomes.connectionFailures();
  }

  private static double failureShare(Outcomes outcomes) {
    return (double) (outcomes.serverErrors() + outcomes.rejections())
        / Math.max(1, outcomes.requests());
  }

  private static double doubt(Outcomes own, Outcomes seen) {
    // What timed out at the proxy may or may not have been a success to the endpoint.
    double claimed = (double) own.successes();
    double least = (double) seen.successes();
    double most = least + seen.timeouts();
    if (Math.max(claimed, most) < FEWEST_REQUESTS_TO_DOUBT) {
      return 0;
    }
    return Math.max(ramp(least / Math.max(1, claimed)), ramp(claimed / Math.max(1, most)) / 2);
  }

  /** 0 up to 2×, 1 from 4× on, linear in the logarithm between. */
  private static double ramp(double ratio) {
    return Math.clamp(Math.log(Math.max(1, ratio)) / Math.log(2) - 1, 0.0, 1.0);
  }

  private static EndpointObservation observation(
      EndpointId endpoint, View view, Outcomes outcomes, LatencyHistogram latency, double doubt) {
    return new EndpointObservation(
        endpoint,
        view.time(),
        view.interval(),
        outcomes,
        latency,
        view.inFlight(),
        view.resources(),
        view.circuitBreaker(),
        view.startTime(),
        doubt);
  }

  private static void requireOneEndpoint(List<TelemetrySample> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("no sample to fuse; one at least is needed");
    }
    ClusterId cluster = samples.getFirst().cluster();
    EndpointId endpoint = samples.getFirst().endpoint();
    for (TelemetrySample sample : samples) {
      if (!sample.endpoint().equals(endpoint) || !sample.cluster().equals(cluster)) {
        throw new IllegalArgumentException("samples of %s/%s and %s/%s; fuse one endpoint at a time"
            .formatted(cluster, endpoint, sample.cluster(), sample.endpoint()));
      }
    }
  }
}

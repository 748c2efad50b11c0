package io.adaptivelb.telemetry;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import java.time.Duration;
import java.time.Instant;

/** Samples for tests: a healthy default, changed one thing at a time. Immutable. */
public record Samples(TelemetrySample sample) {
  /** The moment at which tests happen. */
  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  /** The cluster of tests. */
  public static final ClusterId CLUSTER = new ClusterId("checkout");

  /** The endpoint of tests. */
  public static final EndpointId ENDPOINT = new EndpointId("10.0.0.1", 8080);

  /** What the endpoint itself reports: 1,000 successes in 5 s and nothing else. */
  public static Samples ofEndpoint() {
    return of(Observer.Kind.ENDPOINT, ENDPOINT.toString());
  }

  /** What a proxy reports: 1,000 successes in 5 s and nothing else. */
  public static Samples ofProxy(String name) {
    return of(Observer.Kind.PROXY, name);
  }

  private static Samples of(Observer.Kind kind, String name) {
    return new Samples(new TelemetrySample(
        CLUSTER,
        ENDPOINT,
        new Observer(kind, name, Locality.UNKNOWN),
        NOW,
        Duration.ofSeconds(5),
        new Outcomes(1_000, 0, 0, 0, 0),
        LatencyHistogram.EMPTY,
        Double.NaN,
        Resources.UNKNOWN,
        CircuitBreaker.UNKNOWN,
        Instant.EPOCH));
  }

  /** Of another cluster. */
  public Samples cluster(ClusterId cluster) {
    TelemetrySample s = sample;
    return new Samples(new TelemetrySample(
        cluster,
        s.endpoint(),
        s.observer(),
        s.time(),
        s.interval(),
        s.outcomes(),
        s.latency(),
        s.inFlight(),
        s.resources(),
        s.circuitBreaker(),
        s.startTime()));
  }

  /** Of another endpoint. */
  public Samples endpoint(EndpointId endpoint) {
    TelemetrySample s = sample;
    return new Samples(new TelemetrySample(
        s.cluster(),
        endpoint,
        s.observer(),
        s.time(),
        s.interval(),
        s.outcomes(),
        s.latency(),
        s.inFlight(),
        s.resources(),
        s.circuitBreaker(),
        s.startTime()));
  }

  /** With these counts. */
  public Samples outcomes(
      long successes, long serverErrors, long rejections, long timeouts, long connectionFailures) {
    TelemetrySample s = sample;
    return new Samples(new TelemetrySample(
        s.cluster(),
        s.endpoint(),
        s.observer(),
        s.time(),
        s.interval(),
        new Outcomes(successes, serverErrors, rejections, timeouts, connectionFailures),
        s.latency(),
        s.inFlight(),
        s.resources(),
        s.circuitBreaker(),
        s.startTime()));
  }

  /** Ending then, after that long. */
  public Samples time(Instant time, Duration interval) {
    TelemetrySample s = sample;
    return new Samples(new TelemetrySample(
        s.cluster(),
        s.endpoint(),
        s.observer(),
        time,
        interval,
        s.outcomes(),
        s.latency(),
        s.inFlight(),
        s.resources(),
        s.circuitBreaker(),
        s.startTime()));
  }

  /** With a histogram of {@code count} times {@code seconds}. */
  public Samples latency(double seconds, int count) {
    LatencyHistogram.Recorder recorder = new LatencyHistogram.Recorder();
    for (int i = 0; i < count; i++) {
      recorder.record(seconds);
    }
    return latency(recorder.drain());
  }

  /** With this histogram. */
  public Samples latency(LatencyHistogram latency) {
    TelemetrySample s = sample;
    return new Samples(new TelemetrySample(
        s.cluster(),
        s.endpoint(),
        s.observer(),
        s.time(),
        s.interval(),
        s.outcomes(),
        latency,
        s.inFlight(),
        s.resources(),
        s.circuitBreaker(),
        s.startTime()));
  }

  /** With these gauges. */
  public Samples gauges(
      double inFlight, Resources resources, CircuitBreaker circuitBreaker, Instant startTime) {
    TelemetrySample s = sample;
    return new Samples(new TelemetrySample(
        s.cluster(),
        s.endpoint(),
        s.observer(),
        s.time(),
        s.interval(),
        s.outcomes(),
        s.latency(),
        inFlight,
        resources,
        circuitBreaker,
        startTime));
  }
}

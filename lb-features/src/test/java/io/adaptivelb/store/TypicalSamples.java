package io.adaptivelb.store;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What real endpoints report: hundreds of requests with log-normal latencies, and all meters. */
final class TypicalSamples {
  private static final Locality ZONE = new Locality("eu", "eu-1", "");

  private TypicalSamples() {}

  static ClusterId cluster(int number) {
    return new ClusterId("cluster-" + number);
  }

  static EndpointId endpoint(int number) {
    return new EndpointId("10.0.%d.%d".formatted(number / 250, number % 250 + 1), 8080);
  }

  static TelemetrySample of(int cluster, int endpoint, Instant time) {
    Random random = new Random(31L * endpoint + time.toEpochMilli());
    LatencyHistogram.Recorder recorder = new LatencyHistogram.Recorder();
    int requests = 400 + random.nextInt(200);
    for (int i = 0; i < requests; i++) {
      recorder.record(0.02 * Math.exp(0.4 * random.nextGaussian()));
    }
    return new TelemetrySample(
        cluster(cluster),
        endpoint(endpoint),
        new Observer(Observer.Kind.ENDPOINT, endpoint(endpoint).toString(), ZONE),
        time,
        Duration.ofSeconds(5),
        new Outcomes(requests, random.nextInt(3), 0, 0, 0),
        recorder.drain(),
        random.nextInt(20),
        new Resources(4, 4 * random.nextDouble(), random.nextDouble(), random.nextDouble()),
        CircuitBreaker.CLOSED,
        Instant.parse("2026-11-20T08:00:00Z"));
  }

  /** One sample of each endpoint {@code 0…endpoints-1}. */
  static List<TelemetrySample> tick(int cluster, int endpoints, Instant time) {
    List<TelemetrySample> samples = new ArrayList<>(endpoints);
    for (int endpoint = 0; endpoint < endpoints; endpoint++) {
      samples.add(of(cluster, endpoint, time.plusMillis(endpoint % 1_000)));
    }
    return samples;
  }
}

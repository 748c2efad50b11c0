package io.adaptivelb.telemetry;

import static io.adaptivelb.telemetry.Samples.CLUSTER;
import static io.adaptivelb.telemetry.Samples.ENDPOINT;
import static io.adaptivelb.telemetry.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.domain.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TelemetryTest {
  @Test
  void outcomes_sums_countEachRequestOnce() {
    Outcomes outcomes = new Outcomes(1, 10, 100, 1_000, 10_000);

    assertThat(outcomes.requests()).isEqualTo(11_111);
    assertThat(outcomes.errors()).isEqualTo(11_010);
    assertThat(outcomes.plus(outcomes)).isEqualTo(new Outcomes(2, 20, 200, 2_000, 20_000));
  }

  @Test
  void outcomes_countOutOfRange_isRefused() {
    assertThatThrownBy(() -> new Outcomes(0, -1, 0, 0, 0))
        .hasMessageContaining("serverErrors is -1");
    assertThatThrownBy(() -> new Outcomes(0, 0, 0, Long.MAX_VALUE, 0))
        .hasMessageContaining("timeouts is " + Long.MAX_VALUE);
  }

  @Test
  void outcomes_sumOfHugeCounts_staysAtTheLargest() {
    Outcomes huge = new Outcomes(Outcomes.MAX_COUNT, 1, 0, 0, 0);

    assertThat(huge.plus(huge)).isEqualTo(new Outcomes(Outcomes.MAX_COUNT, 2, 0, 0, 0));
    assertThat(huge.scaled(1e300).successes()).isEqualTo(Outcomes.MAX_COUNT);
  }

  @Test
  void scaled_fraction_roundsUp() {
    assertThat(new Outcomes(100, 10, 3, 1, 0).scaled(0.1)).isEqualTo(new Outcomes(10, 1, 1, 1, 0));
    assertThat(new Outcomes(7, 0, 0, 0, 0).scaled(3).successes()).isEqualTo(21);
  }

  @Test
  void resources_valuesOutOfRange_areRefused() {
    double nan = Double.NaN;
    assertThatThrownBy(() -> new Resources(0, nan, nan, nan)).hasMessageContaining("cores is 0.0");
    assertThatThrownBy(() -> new Resources(Double.POSITIVE_INFINITY, nan, nan, nan))
        .hasMessageContaining("Infinity");
    assertThatThrownBy(() -> new Resources(1, -1, nan, nan))
        .hasMessageContaining("busyCores is -1");
    assertThatThrownBy(() -> new Resources(1, 1, nan, 1.01)).hasMessageContaining("0…1");
    assertThat(Resources.UNKNOWN.cpuRatio()).isNaN();
    assertThat(new Resources(4, 1, nan, nan).cpuRatio()).isEqualTo(0.25);
  }

  @Test
  void sample_rates_areOverItsInterval() {
    Samples sample = Samples.ofEndpoint().time(NOW, Duration.ofMillis(2_500));

    assertThat(sample.sample().requestsPerSecond()).isEqualTo(400);
  }

  @Test
  void sample_brokenIntervalOrGauge_isRefused() {
    Samples sample = Samples.ofEndpoint();
    for (Duration interval : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(367))) {
      assertThatThrownBy(() -> sample.time(NOW, interval)).hasMessageContaining("" + interval);
    }
    for (double inFlight : new double[] {-1, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() ->
              sample.gauges(inFlight, Resources.UNKNOWN, CircuitBreaker.CLOSED, Instant.EPOCH))
          .hasMessageContaining("" + inFlight);
    }
  }

  @Test
  void fastReading_negativeValues_areRefused() {
    assertThatThrownBy(() -> new FastReading(CLUSTER, ENDPOINT, NOW, -1, Outcomes.NONE, 0))
        .hasMessageContaining("started is -1");
    assertThatThrownBy(() -> new FastReading(CLUSTER, ENDPOINT, NOW, 0, Outcomes.NONE, -1))
        .hasMessageContaining("inFlight is -1");
  }

  @Test
  void membership_endpointTwice_isRefused() {
    List<Endpoint> endpoints = new ArrayList<>(List.of(Endpoint.of(ENDPOINT)));
    Membership membership = new Membership(CLUSTER, NOW, endpoints);
    endpoints.add(Endpoint.of(ENDPOINT));

    assertThat(membership.endpoints()).hasSize(1);
    assertThatThrownBy(() -> new Membership(CLUSTER, NOW, endpoints))
        .hasMessageContaining("lists endpoint 10.0.0.1:8080 twice");
  }
}

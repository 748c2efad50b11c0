package io.adaptivelb.features;

import static io.adaptivelb.telemetry.Samples.ENDPOINT;
import static io.adaptivelb.telemetry.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class EndpointObservationTest {
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final Samples OWN = Samples.ofEndpoint();
  private static final Samples PROXY = Samples.ofProxy("a");
  private static final Samples OTHER = Samples.ofProxy("b");

  @Test
  void fuse_oneSample_isTakenAsItIs() {
    Samples own = OWN.outcomes(10, 1, 2, 3, 4)
        .latency(0.1, 10)
        .gauges(7, new Resources(4, 1, 0.5, 0.25), CircuitBreaker.CLOSED, NOW.minusSeconds(60));

    EndpointObservation fused = fuse(own);

    assertThat(fused)
        .isEqualTo(new EndpointObservation(
            ENDPOINT,
            NOW,
            FIVE,
            own.sample().outcomes(),
            own.sample().latency(),
            7,
            own.sample().resources(),
            CircuitBreaker.CLOSED,
            NOW.minusSeconds(60),
            0));
    assertThat(fused.requestsPerSecond()).isEqualTo(4);
  }

  @Test
  void fuse_proxiesOnly_addsThemUp() {
    EndpointObservation fused = fuse(
        PROXY
            .outcomes(100, 1, 2, 3, 4)
            .latency(0.1, 100)
            .gauges(3, Resources.UNKNOWN, CircuitBreaker.CLOSED, Instant.EPOCH),
        OTHER
            .outcomes(50, 5, 6, 7, 8)
            .latency(0.2, 50)
            .gauges(Double.NaN, Resources.UNKNOWN, CircuitBreaker.OPEN, Instant.EPOCH));

    assertThat(fused.outcomes()).isEqualTo(new Outcomes(150, 6, 8, 10, 12));
    assertThat(fused.latency().count()).isEqualTo(150);
    assertThat(fused.inFlight()).isEqualTo(3);
    assertThat(fused.circuitBreaker()).isEqualTo(CircuitBreaker.OPEN);
    assertThat(fused.doubt()).isZero();
  }

  @Test
  void fuse_proxyThatMissedATick_isBroughtToTheSameLength() {
    EndpointObservation fused = fuse(
        PROXY.outcomes(100, 10, 0, 0, 0).time(NOW, Duration.ofSeconds(10)),
        OTHER.outcomes(100, 10, 0, 0, 0).time(NOW, FIVE));

    assertThat(fused.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(fused.outcomes()).isEqualTo(new Outcomes(300, 30, 0, 0, 0));
  }

  @Test
  void fuse_jitteredIntervals_addCountsAsTheyAre() {
    EndpointObservation fused = fuse(
        PROXY.outcomes(3, 0, 0, 1, 0).time(NOW, Duration.ofMillis(4_900)),
        OTHER.outcomes(3, 0, 0, 1, 0).time(NOW, Duration.ofMillis(5_100)));

    assertThat(fused.outcomes()).isEqualTo(new Outcomes(6, 0, 0, 2, 0));
  }

  @Test
  void fuse_sameObserverTwice_followsInTime() {
    Samples first = OWN.outcomes(10, 0, 0, 0, 0)
        .time(NOW.minusSeconds(5), Duration.ofSeconds(15))
        .gauges(9, new Resources(4, 1, Double.NaN, 0.5), CircuitBreaker.OPEN, Instant.EPOCH);
    Samples second = OWN.outcomes(30, 0, 0, 0, 0)
        .gauges(2, new Resources(4, 3, 1, Double.NaN), CircuitBreaker.CLOSED, Instant.EPOCH);

    EndpointObservation fused = fuse(second, first);

    assertThat(fused.time()).isEqualTo(NOW);
    assertThat(fused.interval()).isEqualTo(Duration.ofSeconds(20));
    assertThat(fused.outcomes().successes()).isEqualTo(40);
    assertThat(fused.inFlight()).isEqualTo(2);
    assertThat(fused.resources()).isEqualTo(new Resources(4, 1.5, 1, 0.5));
    assertThat(fused.circuitBreaker()).isEqualTo(CircuitBreaker.CLOSED);
  }

  @Test
  void fuse_sampleDeliveredTwice_countsOnce() {
    assertThat(fuse(OWN, OWN, PROXY, PROXY, OTHER)).isEqualTo(fuse(OWN, PROXY, OTHER));
  }

  @Test
  void fuse_bothSides_takesWorkFromTheEndpointAndFailuresToReachItFromProxies() {
    Resources meters = new Resources(4, 2, 1, 0.5);
    EndpointObservation fused = fuse(
        PROXY
            .outcomes(990, 0, 0, 10, 5)
            .latency(0.3, 990)
            .gauges(40, Resources.UNKNOWN, CircuitBreaker.OPEN, Instant.EPOCH),
        OWN.outcomes(1_000, 0, 0, 7, 7)
            .latency(0.1, 1_000)
            .gauges(12, meters, CircuitBreaker.UNKNOWN, NOW.minusSeconds(9)));

    assertThat(fused.outcomes()).isEqualTo(new Outcomes(1_000, 0, 0, 10, 5));
    assertThat(fused.latency()).isEqualTo(OWN.latency(0.1, 1_000).sample().latency());
    assertThat(fused.inFlight()).isEqualTo(12);
    assertThat(fused.resources()).isEqualTo(meters);
    assertThat(fused.circuitBreaker()).isEqualTo(CircuitBreaker.OPEN);
    assertThat(fused.startTime()).isEqualTo(NOW.minusSeconds(9));
    assertThat(fused.doubt()).isZero();
  }

  @Test
  void fuse_endpointWithoutRequestCounters_takesThemFromProxiesWithoutDoubt() {
    Resources meters = new Resources(4, 2, 1, 0.5);
    EndpointObservation fused = fuse(
        OWN.outcomes(0, 0, 0, 0, 0)
            .gauges(Double.NaN, meters, CircuitBreaker.UNKNOWN, Instant.EPOCH),
        PROXY
            .outcomes(500, 1, 2, 3, 4)
            .latency(0.3, 500)
            .gauges(6, Resources.UNKNOWN, CircuitBreaker.UNKNOWN, Instant.EPOCH));

    assertThat(fused.outcomes()).isEqualTo(new Outcomes(500, 1, 2, 3, 4));
    assertThat(fused.latency().count()).isEqualTo(500);
    assertThat(fused.inFlight()).isEqualTo(6);
    assertThat(fused.resources()).isEqualTo(meters);
    assertThat(fused.doubt()).isZero();
  }

  @Test
  void fuse_endpointHidesItsErrors_believesTheProxies() {
    EndpointObservation fused =
        fuse(OWN.outcomes(1_000, 0, 0, 0, 0), PROXY.outcomes(600, 400, 0, 0, 0));

    assertThat(fused.outcomes().serverErrors()).isEqualTo(400);
  }

  @Test
  void fuse_proxyCannotTellRejectionsFromErrors_believesTheEndpointsSplit() {
    EndpointObservation fused =
        fuse(OWN.outcomes(900, 0, 100, 0, 0), PROXY.outcomes(900, 101, 0, 0, 0));

    assertThat(fused.outcomes()).isEqualTo(new Outcomes(900, 1, 100, 0, 0));
  }

  @Test
  void fuse_proxySeesAThirdOfTheTraffic_extrapolatesWhatOnlyItSees() {
    EndpointObservation fused =
        fuse(OWN.outcomes(3_000, 0, 0, 0, 0), PROXY.outcomes(900, 0, 0, 70, 0));

    assertThat(fused.outcomes()).isEqualTo(new Outcomes(3_000, 0, 0, 210, 0));
  }

  @Test
  void fuse_proxyHardlySeesTheEndpoint_oneTimeoutIsNoDisaster() {
    EndpointObservation fused =
        fuse(OWN.outcomes(3_100, 0, 0, 0, 0), PROXY.outcomes(0, 0, 0, 1, 0));

    assertThat(fused.outcomes().timeouts()).isEqualTo(100);
  }

  @Test
  void fuse_frozenEndpointAnswersLate_keepsEveryTimeout() {
    EndpointObservation fused = fuse(OWN.outcomes(1, 0, 0, 0, 0), PROXY.outcomes(1, 0, 0, 50, 0));

    assertThat(fused.outcomes()).isEqualTo(new Outcomes(1, 0, 0, 50, 0));
  }

  @Test
  void doubt_countsWithinTwofold_isZero() {
    assertThat(fuse(OWN, PROXY.outcomes(1_990, 0, 0, 0, 0)).doubt()).isZero();
    assertThat(fuse(OWN, PROXY.outcomes(510, 0, 0, 0, 0)).doubt()).isZero();
  }

  @Test
  void doubt_endpointAdmitsTooLittle_risesToOneAtFourfold() {
    assertThat(
            fuse(OWN.outcomes(100, 0, 0, 0, 0), PROXY.outcomes(283, 0, 0, 0, 0)).doubt())
        .isCloseTo(0.5, within(0.01));
    EndpointObservation fourfold =
        fuse(OWN.outcomes(100, 0, 0, 0, 0), PROXY.outcomes(400, 0, 0, 0, 0));
    assertThat(fourfold.doubt()).isEqualTo(1);
    assertThat(fourfold.outcomes().successes()).isEqualTo(400);
  }

  @Test
  void doubt_endpointClaimsMore_staysAtHalf() {
    assertThat(fuse(OWN.outcomes(9_000, 0, 0, 0, 0), PROXY.outcomes(90, 0, 0, 0, 0))
            .doubt())
        .isEqualTo(0.5);
  }

  @Test
  void doubt_lateAnswersExplainTheDifference_isZero() {
    assertThat(fuse(OWN.outcomes(1_000, 0, 0, 0, 0), PROXY.outcomes(10, 0, 0, 800, 0))
            .doubt())
        .isZero();
  }

  @Test
  void doubt_fewRequests_isZero() {
    assertThat(fuse(OWN.outcomes(1, 0, 0, 0, 0), PROXY.outcomes(29, 0, 0, 0, 0)).doubt())
        .isZero();
  }

  @Test
  void fuse_noOrMixedSamples_isRefused() {
    assertThatThrownBy(() -> EndpointObservation.fuse(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one at least");
    assertThatThrownBy(() -> fuse(OWN, PROXY.endpoint(new EndpointId("10.0.0.2", 80))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.0.0.2:80");
    assertThatThrownBy(() -> fuse(OWN, PROXY.cluster(new ClusterId("cart"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cart");
  }

  @Property
  void fuse_anyCounts_staysInRangeAndIgnoresTheOrder(
      @ForAll @Size(15) List<@IntRange(max = 1_000_000) Integer> n, @ForAll long seed) {
    List<Samples> samples = new ArrayList<>(List.of(
        OWN.outcomes(n.get(0), n.get(1), n.get(2), n.get(3), n.get(4)),
        PROXY.outcomes(n.get(5), n.get(6), n.get(7), n.get(8), n.get(9)),
        OTHER.outcomes(n.get(10), n.get(11), n.get(12), n.get(13), n.get(14))));

    EndpointObservation fused = fuse(samples.toArray(Samples[]::new));

    Outcomes proxies =
        samples.get(1).sample().outcomes().plus(samples.get(2).sample().outcomes());
    assertThat(fused.outcomes().timeouts()).isGreaterThanOrEqualTo(proxies.timeouts());
    assertThat(fused.outcomes().connectionFailures())
        .isGreaterThanOrEqualTo(proxies.connectionFailures());
    assertThat(fused.outcomes().successes()).isGreaterThanOrEqualTo(n.get(0));
    Collections.shuffle(samples, new Random(seed));
    assertThat(fuse(samples.toArray(Samples[]::new))).isEqualTo(fused);
  }

  private static EndpointObservation fuse(Samples... samples) {
    return EndpointObservation.fuse(
        List.of(samples).stream().map(Samples::sample).toList());
  }
}

package io.adaptivelb.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.HealthTransition;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import io.adaptivelb.weights.Rail;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each rail in a situation in which it binds. */
class RailsTest {
  @Test
  void explorationFloor_liftsAnEndpointThatIsNearlyUseless() {
    Fleet fleet = new Fleet(6);
    fleet.requestsPerSecond = 2_000;
    fleet.ticks(3);
    fleet.member(0).demandSeconds = 2;

    assertThat(railsSeen(fleet, 0, 25)).contains(Rail.EXPLORATION_FLOOR);
    assertThat(fleet.weight(0)).isBetween(19, 25);
  }

  @Test
  void maxStepUp_holdsAnEndpointThatBecameMuchFaster() {
    Fleet fleet = new Fleet(6);
    fleet.member(0).cores = 0.5;
    fleet.ticks(20);
    int before = fleet.weight(0);
    fleet.member(0).cores = 32;

    // Its little traffic fills a window only every other tick.
    assertThat(railsSeen(fleet, 0, 3)).contains(Rail.MAX_STEP_UP);
    assertThat(fleet.weight(0)).isBetween(before, before * 16 + 1);
  }

  @Test
  void maxStepDown_holdsAnEndpointThatCollapsed() {
    Fleet fleet = new Fleet(6);
    fleet.requestsPerSecond = 3_000;
    fleet.ticks(5);
    fleet.member(0).demandSeconds = 1;
    fleet.member(0).cores = 100;

    fleet.tick();
    fleet.member(0).cores = 0.4;
    fleet.member(0).demandSeconds = 0.01;
    Set<Rail> seen = railsSeen(fleet, 0, 3);

    assertThat(seen).contains(Rail.MAX_STEP_DOWN);
  }

  @Test
  void maxRatio_boundsAGiantAmongDwarfs() {
    Fleet fleet = new Fleet(40);
    fleet.requestsPerSecond = 8_000;
    fleet.member(0).cores = 128;

    fleet.ticks(15);

    assertThat(fleet.line(0).rails()).contains(Rail.MAX_RATIO);
    assertThat(fleet.weight(0)).isEqualTo(10_000);
  }

  @Test
  void deadBand_makesAHomogeneousClusterEqual() {
    Fleet fleet = new Fleet(4);
    fleet.member(0).demandSeconds = 0.0102;

    fleet.ticks(5);

    assertThat(fleet.line(0).rails()).contains(Rail.DEAD_BAND);
    assertThat(fleet.weight(0)).isEqualTo(1_000);
  }

  @Test
  void minPushInterval_holdsAChangeThatIsNotWorthAPush() {
    Fleet fleet = new Fleet(4);
    fleet.member(0).cores = 1;
    WeightSnapshot settled = fleet.ticks(40);
    fleet.member(1).demandSeconds *= 1.005;

    WeightSnapshot next = fleet.ticks(2);

    assertThat(next.version()).isEqualTo(settled.version());
    assertThat(next.endpoints()).anyMatch(line -> line.rails().contains(Rail.MIN_PUSH_INTERVAL));
  }

  @Test
  void slowStart_rampsARestartedEndpoint() {
    Fleet fleet = new Fleet(6);
    fleet.ticks(4);
    fleet.member(2).startTime = fleet.now;

    fleet.tick();

    assertThat(fleet.line(2).rails()).contains(Rail.SLOW_START);
    assertThat(fleet.weight(2)).isLessThan(600);
    fleet.ticks(4);
    assertThat(fleet.line(2).rails()).doesNotContain(Rail.SLOW_START);
  }

  @Test
  void ejectionThenReturnRamp_bindInThisOrder() {
    Fleet fleet = new Fleet(8);
    fleet.requestsPerSecond = 900;
    fleet.ticks(3);
    fleet.member(4).errorRatio = 0.6;
    fleet.tick();
    assertThat(fleet.line(4).rails()).contains(Rail.EJECTION);
    fleet.member(4).errorRatio = 0;

    assertThat(railsSeen(fleet, 4, 3)).contains(Rail.RETURN_RAMP);
  }

  @Test
  void panic_sparesWhenTooManyWouldGo() {
    Fleet fleet = new Fleet(5);
    fleet.requestsPerSecond = 900;
    fleet.ticks(3);
    fleet.member(0).errorRatio = 0.5;
    fleet.tick();
    assertThat(fleet.line(0).rails()).contains(Rail.EJECTION);
    fleet.member(1).errorRatio = 0.5;
    fleet.member(2).errorRatio = 0.5;

    fleet.tick();

    assertThat(fleet.line(1).rails()).contains(Rail.PANIC).doesNotContain(Rail.EJECTION);
    assertThat(fleet.line(2).rails()).contains(Rail.PANIC).doesNotContain(Rail.EJECTION);
  }

  @Test
  void panic_ofALoneEndpoint_keepsIt() {
    Fleet fleet = new Fleet(1);
    fleet.ticks(2);
    fleet.loop.accept(
        new HealthTransition(Fleet.CLUSTER, Fleet.id(0), fleet.now, false, "refused"));

    fleet.loop.react(fleet.now);

    assertThat(fleet.line(0).rails()).contains(Rail.PANIC);
  }

  @Test
  void hotCut_bindsWhileRequestsPileUp() {
    Fleet fleet = new Fleet(10);
    fleet.ticks(3);
    for (int i = 0; i < 3; i++) {
      fleet.bin(Map.of(Fleet.id(3), fleet.reading(Fleet.id(3), 12, 1, 0, 0, 40 + 10 * i)));
    }

    assertThat(fleet.line(3).rails()).contains(Rail.HOT_CUT);
  }

  @Test
  void stalenessFade_bindsWhenOneEndpointFallsSilent() {
    Fleet fleet = new Fleet(5);
    fleet.member(0).cores = 1;
    fleet.ticks(12);
    int before = fleet.weight(0);
    fleet.member(0).silent = true;

    Set<Rail> seen = railsSeen(fleet, 0, 9);

    assertThat(seen).contains(Rail.STALENESS_FADE);
    assertThat(fleet.weight(0)).isGreaterThan(before);
  }

  @Test
  void telemetryDoubt_pullsALyingEndpointToNeutral() {
    Fleet honest = new Fleet(5);
    Fleet lying = new Fleet(5);
    for (Fleet fleet : List.of(honest, lying)) {
      fleet.member(0).cores = 1;
      fleet.ticks(10);
    }

    for (int i = 0; i < 6; i++) {
      honest.tick();
      lying.tick();
      // The proxy in front saw ten times what the endpoint admits.
      lying.loop.accept(proxyView(lying, 4_000));
      lying.loop.accept(lying.sample(lying.member(0), 80));
      lying.loop.tick(lying.now);
    }

    assertThat(lying.line(0).rails()).contains(Rail.TELEMETRY_DOUBT);
    assertThat(lying.weight(0)).isGreaterThan(honest.weight(0));
  }

  @Test
  void loopGain_isReducedWhenTheClusterSwings() {
    Fleet fleet = new Fleet(4);
    fleet.ticks(3);
    EnumSet<Rail> seen = EnumSet.noneOf(Rail.class);
    for (int i = 0; i < 14; i++) {
      boolean even = i % 2 == 0;
      fleet.member(0).demandSeconds = even ? 0.002 : 0.05;
      fleet.member(1).demandSeconds = even ? 0.05 : 0.002;
      fleet.tick();
      seen.addAll(fleet.line(0).rails());
    }

    assertThat(seen).contains(Rail.LOOP_GAIN);
    assertThat(fleet.loop.stability().damped()).isTrue();
  }

  @Test
  void everyRail_isTestedHere() {
    // A rail that is added must be added above.
    assertThat(Rail.values()).hasSize(14);
  }

  @Test
  void removedAndAddedEndpoint_startsAnew() {
    Fleet fleet = new Fleet(4);
    fleet.member(0).cores = 1;
    fleet.ticks(10);
    List<Endpoint> rest =
        fleet.members.keySet().stream().skip(1).map(Endpoint::of).toList();
    fleet.loop.accept(new Membership(Fleet.CLUSTER, fleet.now, rest));
    fleet.loop.react(fleet.now);

    fleet.loop.accept(fleet.membership());
    fleet.loop.react(fleet.now);

    assertThat(fleet.weight(0)).isEqualTo(250);
  }

  private static Set<Rail> railsSeen(Fleet fleet, int member, int ticks) {
    EnumSet<Rail> seen = EnumSet.noneOf(Rail.class);
    for (int i = 0; i < ticks; i++) {
      fleet.tick();
      seen.addAll(fleet.line(member).rails());
    }
    return seen;
  }

  private static TelemetrySample proxyView(Fleet fleet, long successes) {
    fleet.now = fleet.now.plus(Fleet.TICK);
    return new TelemetrySample(
        Fleet.CLUSTER,
        Fleet.id(0),
        new Observer(Observer.Kind.PROXY, "edge-1", Locality.UNKNOWN),
        fleet.now,
        Fleet.TICK,
        new Outcomes(successes, 0, 0, 0, 0),
        LatencyHistogram.EMPTY,
        Double.NaN,
        Resources.UNKNOWN,
        CircuitBreaker.UNKNOWN,
        Instant.EPOCH);
  }
}

package io.adaptivelb.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.scoring.Score;
import io.adaptivelb.telemetry.HealthTransition;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.Rail;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ControlLoopTest {
  @Test
  void tick_withoutTelemetry_publishesEqualWeights() {
    Fleet fleet = new Fleet(3);
    fleet.members.values().forEach(member -> member.silent = true);

    WeightSnapshot snapshot = fleet.tick();

    assertThat(snapshot.rung()).isEqualTo(Rung.EQUAL);
    assertThat(snapshot.endpoints()).extracting(line -> line.weight()).containsOnly(1_000);
    assertThat(fleet.line(0).score()).isInstanceOf(Score.Unscored.class);
  }

  @Test
  void tick_withUnequalCapacities_approachesThemFromEqual() {
    Fleet fleet = new Fleet(8);
    fleet.member(0).demandSeconds = 0.005;
    fleet.member(1).cores = 2;
    fleet.requestsPerSecond = 1_500;

    WeightSnapshot snapshot = fleet.ticks(20);

    assertThat(snapshot.rung()).isEqualTo(Rung.ANALYTIC);
    double ordinary = fleet.weight(4);
    // Between proportional (2 and 0.5) and optimal, which favours the fast one and disfavours the
    // small one.
    assertThat(fleet.weight(0) / ordinary).isBetween(1.9, 2.8);
    assertThat(fleet.weight(1) / ordinary).isBetween(0.35, 0.55);
  }

  @Test
  void tick_withHiddenSteal_findsTheCoresThatAreGone() {
    Fleet fleet = new Fleet(8);
    fleet.requestsPerSecond = 1_200;
    fleet.ticks(8);
    fleet.member(3).speed = 0.4;

    fleet.ticks(10);

    // Truly 0.4 of the capacity; while there is room, slower endpoints get less than their share of
    // it.
    assertThat(fleet.weight(3) / (double) fleet.weight(0)).isBetween(0.08, 0.45);
    assertThat(fleet.loop.explain(Fleet.id(3)).contributions())
        .anyMatch(c -> c.name().equals("hidden_steal") && c.weightUnits() < -200);
  }

  @Test
  void tick_withoutCpuReadings_usesUnloadedLatency() {
    Fleet fleet = new Fleet(4);
    fleet.members.values().forEach(member -> member.reportsCpu = false);
    fleet.member(0).demandSeconds = 0.02;

    fleet.ticks(15);

    assertThat(fleet.weight(0) / (double) fleet.weight(1)).isBetween(0.4, 0.6);
  }

  @Test
  void tick_withSmallDifferences_publishesEqualWeights() {
    Fleet fleet = new Fleet(5);
    fleet.member(0).demandSeconds = 0.0105;

    fleet.ticks(10);

    assertThat(fleet.loop.current().orElseThrow().endpoints()).allSatisfy(line -> {
      assertThat(line.weight()).isEqualTo(1_000);
      assertThat(line.rails()).contains(Rail.DEAD_BAND);
    });
  }

  @Test
  void version_risesOnlyWhenSomethingChangesForProxies() {
    Fleet fleet = new Fleet(4);
    fleet.member(0).cores = 2;
    long settled = fleet.ticks(40).version();

    assertThat(fleet.ticks(5).version()).isEqualTo(settled);

    fleet.member(0).cores = 8;
    assertThat(fleet.ticks(2).version()).isGreaterThan(settled);
  }

  @Test
  void react_withFailedHealthCheck_marksTheEndpointAtOnce() {
    Fleet fleet = new Fleet(5);
    long version = fleet.ticks(3).version();
    fleet.loop.accept(
        new HealthTransition(Fleet.CLUSTER, Fleet.id(2), fleet.now, false, "connection refused"));

    WeightSnapshot snapshot = fleet.loop.react(fleet.now).orElseThrow();

    assertThat(snapshot.version()).isEqualTo(version + 1);
    assertThat(fleet.line(2).status()).isEqualTo(HealthStatus.UNHEALTHY);
    assertThat(fleet.loop.react(fleet.now)).isEmpty();
  }

  @Test
  void react_withRecoveredEndpoint_startsItSlowly() {
    Fleet fleet = new Fleet(5);
    fleet.ticks(3);
    fleet.loop.accept(
        new HealthTransition(Fleet.CLUSTER, Fleet.id(2), fleet.now, false, "refused"));
    fleet.loop.react(fleet.now);
    fleet.ticks(2);
    fleet.loop.accept(
        new HealthTransition(Fleet.CLUSTER, Fleet.id(2), fleet.now, true, "HTTP 200"));

    fleet.loop.react(fleet.now);

    assertThat(fleet.line(2).status()).isEqualTo(HealthStatus.HEALTHY);
    assertThat(fleet.line(2).rails()).contains(Rail.SLOW_START);
    assertThat(fleet.weight(2)).isCloseTo(fleet.weight(0) / 4, within(20));
  }

  @Test
  void healthChecks_ofMostOfTheClusterFailing_areNotBelieved() {
    Fleet fleet = new Fleet(4);
    fleet.ticks(3);
    for (int i = 0; i < 3; i++) {
      fleet.loop.accept(
          new HealthTransition(Fleet.CLUSTER, Fleet.id(i), fleet.now, false, "refused"));
    }

    fleet.loop.react(fleet.now);

    assertThat(fleet.loop.current().orElseThrow().endpoints())
        .allMatch(line -> line.status() == HealthStatus.HEALTHY);
    assertThat(fleet.line(0).rails()).contains(Rail.PANIC);
  }

  @Test
  void membership_withoutEndpoints_keepsTheLast() {
    Fleet fleet = new Fleet(3);
    fleet.ticks(2);

    fleet.loop.accept(new Membership(Fleet.CLUSTER, fleet.now, List.of()));

    assertThat(fleet.loop.tick(fleet.now.plusSeconds(5)).orElseThrow().endpoints())
        .hasSize(3);
  }

  @Test
  void membership_withNewEndpoint_startsItSlowly() {
    Fleet fleet = new Fleet(4);
    fleet.ticks(3);
    fleet.add(Fleet.id(9));
    fleet.loop.accept(fleet.membership());

    fleet.loop.react(fleet.now);

    assertThat(fleet.weight(9)).isEqualTo(250);
    fleet.ticks(5);
    assertThat(fleet.weight(9)).isEqualTo(1_000);
  }

  @Test
  void membership_withoutAnEndpoint_removesItAtOnce() {
    Fleet fleet = new Fleet(4);
    fleet.ticks(3);
    fleet.members.remove(Fleet.id(0));
    fleet.loop.accept(fleet.membership());

    assertThat(fleet.loop.react(fleet.now).orElseThrow().endpoints()).hasSize(3);
  }

  @Test
  void restore_goesOnFromTheLastWeights() {
    Fleet before = new Fleet(5);
    before.member(0).cores = 1;
    WeightSnapshot last = before.ticks(20);
    Fleet after = new Fleet(5);
    after.now = before.now.plusSeconds(3);
    after.loop.restore(last);

    assertThat(after.loop.current()).contains(last);
    after.members.values().forEach(member -> member.silent = true);
    WeightSnapshot next = after.tick();

    assertThat(next.rung()).isEqualTo(Rung.LAST_GOOD);
    assertThat(next.version()).isGreaterThanOrEqualTo(last.version());
    assertThat(after.weight(0)).isLessThan(500);
  }

  @Test
  void restore_telemetryComesBackPieceByPiece_neverEqualises() {
    Fleet before = new Fleet(5);
    before.member(0).cores = 1;
    WeightSnapshot last = before.ticks(20);
    double share = share(last, Fleet.id(0));
    Fleet after = new Fleet(5);
    after.member(0).cores = 1;
    after.now = before.now.plusSeconds(3);
    after.loop.restore(last);

    // No interval is complete yet.
    after.members.values().forEach(member -> member.silent = true);
    assertThat(share(after.ticks(2), Fleet.id(0))).isCloseTo(share, withinPercentage(5));
    // The proxies' counters have an interval, the endpoints' own do not.
    after.members.values().forEach(member -> {
      member.silent = false;
      member.reportsCpu = false;
    });
    assertThat(share(after.ticks(5), Fleet.id(0))).isCloseTo(share, withinPercentage(5));
    // One endpoint's meters are late: shares of estimates and of earlier weights cannot be
    // compared.
    after.members.values().forEach(member -> member.reportsCpu = true);
    after.member(1).reportsCpu = false;
    assertThat(share(after.ticks(2), Fleet.id(0))).isCloseTo(share, withinPercentage(5));
    after.member(1).reportsCpu = true;
    for (int tick = 0; tick < 10; tick++) {
      assertThat(share(after.tick(), Fleet.id(0))).isCloseTo(share, withinPercentage(30));
    }
    assertThat(after.loop.current().orElseThrow().rung()).isEqualTo(Rung.ANALYTIC);
  }

  @Test
  void restore_nobodyReportsCpu_goesOverToEstimatesAfterAWhile() {
    Fleet before = new Fleet(5);
    before.member(0).cores = 1;
    WeightSnapshot last = before.ticks(20);
    Fleet after = new Fleet(5);
    after.members.values().forEach(member -> member.reportsCpu = false);
    after.now = before.now.plusSeconds(3);
    after.loop.restore(last);

    assertThat(after.ticks(11).rung()).isEqualTo(Rung.LAST_GOOD);
    assertThat(after.ticks(2).rung()).isEqualTo(Rung.ANALYTIC);
  }

  @Test
  void telemetry_thatGrowsOld_fadesToNeutral() {
    Fleet fleet = new Fleet(4);
    fleet.member(0).cores = 1;
    fleet.ticks(15);
    assertThat(fleet.weight(0)).isLessThan(500);
    fleet.members.values().forEach(member -> member.silent = true);

    assertThat(fleet.ticks(5).rung()).isEqualTo(Rung.LAST_GOOD);
    WeightSnapshot faded = fleet.ticks(25);

    assertThat(faded.rung()).isEqualTo(Rung.EQUAL);
    assertThat(faded.endpoints()).allMatch(line -> line.weight() == 1_000);
  }

  @Test
  void tick_withManyErrors_ejectsAndLetsItComeBackInSteps() {
    Fleet fleet = new Fleet(8);
    fleet.requestsPerSecond = 800;
    fleet.ticks(4);
    fleet.member(5).errorRatio = 0.5;
    fleet.tick();
    assertThat(fleet.line(5).rails()).contains(Rail.EJECTION);
    assertThat(fleet.weight(5)).isEqualTo(1);

    fleet.member(5).errorRatio = 0;
    List<Integer> weights = Stream.generate(() -> {
          fleet.tick();
          return fleet.weight(5);
        })
        .limit(10)
        .toList();

    assertThat(weights).isSorted();
    assertThat(weights).contains(10, 250, 500, 800, 1_000);
  }

  @Test
  void errors_ofTheWholeCluster_ejectNobody() {
    Fleet fleet = new Fleet(6);
    fleet.ticks(3);
    fleet.members.values().forEach(member -> member.errorRatio = 0.5);

    fleet.ticks(3);

    assertThat(fleet.loop.current().orElseThrow().endpoints())
        .allMatch(line -> line.weight() == 1_000);
  }

  @Test
  void accept_ofAnotherCluster_isRefused() {
    Fleet fleet = new Fleet(1);
    Membership foreign =
        new Membership(new ClusterId("other"), fleet.now, List.of(Endpoint.of(Fleet.id(0))));

    assertThatThrownBy(() -> fleet.loop.accept(foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other")
        .hasMessageContaining("checkout");
  }

  private static double share(WeightSnapshot snapshot, EndpointId id) {
    double sum = snapshot.endpoints().stream().mapToInt(line -> line.weight()).sum();
    return snapshot.find(id).orElseThrow().weight() / sum;
  }
}

package io.adaptivelb.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.simulator.league.Duel;
import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.league.Results;
import io.adaptivelb.simulator.limit.LoadLimit;
import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.simulator.report.Check.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CriteriaTest {
  private static final List<String> FIRST =
      List.of("homogeneous", "antagonists", "gray-fail", "mix");
  private static final String STOCK = "adaptive+least_request";
  private static final Map<String, Double> P99 = p99();

  /** In milliseconds; D2 over round robin is the best of the control planes. */
  private static Map<String, Double> p99() {
    Map<String, Double> p99 = new HashMap<>();
    for (String control : Names.CONTROLLED) {
      p99.put(control, 150.0);
    }
    p99.put("d2+round_robin", 80.0);
    p99.put("orca_central", 60.0);
    p99.put("round_robin", 1_000.0);
    p99.put("least_request", 200.0);
    p99.put("peak_ewma", 100.0);
    p99.put("prequal", 50.0);
    p99.put(STOCK, 60.0);
    p99.put("adaptive+weighted_peak_ewma", 90.0);
    p99.put("adaptive+weighted_probing", 52.0);
    return p99;
  }

  private static List<Check> checks(List<Part> parts, List<LoadLimit> limits) {
    return Criteria.of(new Results("lb league", 1, parts, List.of(), limits));
  }

  private static Check check(List<Check> checks, String what) {
    return checks.stream().filter(c -> c.what().contains(what)).findFirst().orElseThrow();
  }

  private static Part first(int proxies) {
    return Played.even("eleven", proxies, FIRST, P99, 0.02);
  }

  private static LoadLimit limit(String policy, double utilisation) {
    return new LoadLimit("antagonists", policy, 3, utilisation, 1, 1, 0, LoadLimit.Outcome.FOUND);
  }

  @Test
  void means_areRatiosPerSizeAndTogether() {
    List<Check> checks = checks(List.of(first(50), first(500)), List.of());

    Check toLeast = check(checks, "to `least_request`, mean");
    assertThat(toLeast.values())
        .extracting(Check.Value::where)
        .containsExactly("50 proxies", "500 proxies", "together");
    assertThat(toLeast.values())
        .allSatisfy(v -> assertThat(v.value()).isCloseTo(0.3, within(1e-12)));
    assertThat(toLeast.verdict()).isEqualTo(Verdict.HELD);
    // Round robin is judged with 50 proxies only: 60 of 1 000.
    Check toRoundRobin = check(checks, "to `round_robin`, mean");
    assertThat(toRoundRobin.values()).hasSize(1);
    assertThat(toRoundRobin.values().getFirst().value()).isCloseTo(0.06, within(1e-12));
    assertThat(check(checks, "orca_central").verdict()).isEqualTo(Verdict.MISSED);
    assertThat(check(checks, "weighted_peak_ewma").values().getFirst().value())
        .isCloseTo(0.9, within(1e-12));
    assertThat(check(checks, "weighted_probing` to `prequal`, mean").verdict())
        .isEqualTo(Verdict.MISSED);
  }

  @Test
  void bestControlPlane_isFoundAmongAllAndNamed() {
    Check check = check(checks(List.of(first(50)), List.of()), "the best of gRPC WRR");

    assertThat(check.values()).singleElement().satisfies(value -> {
      assertThat(value.where()).isEqualTo("50 proxies, `d2+round_robin`");
      assertThat(value.value()).isCloseTo(0.75, within(1e-12));
    });
    assertThat(check.verdict()).isEqualTo(Verdict.HELD);
  }

  @Test
  void bestControlPlane_whenOneDidNotPlay_isNotJudged() {
    Map<String, Double> fewer = new HashMap<>(P99);
    fewer.remove("knapsack");
    Part part = Played.even("eleven", 50, FIRST, fewer, 0.02);

    assertThat(check(checks(List.of(part), List.of()), "the best of gRPC WRR").verdict())
        .isEqualTo(Verdict.NOT_PLAYED);
  }

  @Test
  void worstScenario_isNamed() {
    List<Figures> runs = new ArrayList<>(first(50).runs());
    runs.replaceAll(f -> f.scenario().equals("mix") && f.policy().equals(STOCK)
        ? Played.figures("mix", STOCK, 1, 220, 0.002)
        : f);

    Check check =
        check(checks(List.of(Played.part("eleven", 50, runs)), List.of()), "in its worst scenario");

    assertThat(check.values().getFirst().where()).isEqualTo("50 proxies, mix");
    assertThat(check.values().getFirst().value()).isCloseTo(1.1, within(1e-12));
    assertThat(check.verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void errors_areComparedWithTheBestInProxy() {
    Check check = check(checks(List.of(first(50)), List.of()), "best in-proxy rival, mix");

    assertThat(check.values()).hasSize(1);
    assertThat(check.values().getFirst().value()).isCloseTo(0.1, within(1e-12));
    assertThat(check.values().getFirst().where()).endsWith("2.00 %");
    assertThat(check.limit()).isEqualTo(0.3);
  }

  @Test
  void services_areJudgedByErrorsAndBothP99s() {
    Part services = Played.even(
        "services", 0, List.of("a", "b"), Map.of("round_robin", 100.0, STOCK, 40.0), 0.008);

    List<Check> checks = checks(List.of(first(50), services), List.of());

    assertThat(check(checks, "errors in the four services").values())
        .singleElement()
        .satisfies(v -> assertThat(v.value()).isCloseTo(0.1, within(1e-12)));
    assertThat(check(checks, "p99 in the four services").values())
        .extracting(Check.Value::where)
        .containsExactly("`" + STOCK + "`", "`" + STOCK + "`, successes");
    assertThat(check(checks, "p99 in the four services").verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void antagonists_areJudgedWithFiveHundredProxiesAndByLoad() {
    List<LoadLimit> limits = List.of(
        limit("least_request", 0.4), limit(STOCK, 0.7), limit("adaptive+weighted_probing", 0.8));

    List<Check> checks = checks(List.of(first(500)), limits);

    assertThat(check(checks, "500 proxies").values()).hasSize(3);
    assertThat(check(checks, "500 proxies").verdict()).isEqualTo(Verdict.MISSED);
    Check load = check(checks, "highest load");
    assertThat(load.values())
        .extracting(Check.Value::value)
        .containsExactly(1.7499999999999998, 2.0);
    assertThat(load.verdict()).isEqualTo(Verdict.PARTLY);
  }

  @Test
  void harm_isListedByScenarioAndQuantile() {
    Part harm = Played.part(
        "harm",
        0,
        List.of(
            Played.figures("brain-outage", "least_request", 1, 100, 0),
            Played.figures("brain-outage", STOCK, 1, 109, 0),
            Played.figures("telemetry-lost", "least_request", 1, 100, 0),
            Played.figures("telemetry-lost", STOCK, 1, 120, 0)));

    List<Check> checks = checks(List.of(first(50), harm), List.of());

    assertThat(check(checks, "brain away").values())
        .satisfiesExactly(
            value -> {
              assertThat(value.where()).isEqualTo("brain-outage");
              assertThat(value.value()).isCloseTo(1.09, within(1e-12));
            },
            value -> {
              assertThat(value.where()).isEqualTo("telemetry-lost");
              assertThat(value.value()).isCloseTo(1.2, within(1e-12));
            });
    assertThat(check(checks, "brain away").verdict()).isEqualTo(Verdict.PARTLY);
    assertThat(check(checks, "every quantile").values())
        .extracting(Check.Value::where)
        .containsExactly(
            "p50, 50 proxies",
            "p90, 50 proxies",
            "p95, 50 proxies",
            "p99, 50 proxies",
            "p99.9, 50 proxies");
  }

  @Test
  void duels_areJudgedByTheMeanWhereSomethingCanBeLearntAndByTheWorstElsewhere() {
    List<Duel> duels = List.of(
        duel("learnable", "leak", 0.5),
        duel("learnable", "hour-of-day", 0.98),
        duel("eleven", "mix", 1.03),
        duel("harm", "brain-outage", 1.01));

    List<Check> checks =
        Criteria.of(new Results("lb league", 1, List.of(first(50)), duels, List.of()));

    Check learnable = check(checks, "learnable scenarios");
    assertThat(learnable.verdict()).isEqualTo(Verdict.HELD);
    assertThat(learnable.values())
        .singleElement()
        .satisfies(value -> assertThat(value.value()).isCloseTo(0.7, within(1e-12)));
    assertThat(check(checks, "every other scenario").values())
        .extracting(Check.Value::where)
        .containsExactly("mix, 50 proxies, 12 seeds", "brain-outage, 50 proxies, 12 seeds");
    assertThat(check(checks, "every other scenario").verdict()).isEqualTo(Verdict.PARTLY);
  }

  private static Duel duel(String group, String scenario, double ratio) {
    return new Duel(group, scenario, 50, "model+least_request", STOCK, 12, ratio, 0.01);
  }

  @Test
  void whatWasNotPlayed_isNotJudged() {
    List<Check> checks = checks(
        List.of(Played.even("eleven", 50, List.of("mix"), Map.of("random", 100.0), 0.1)),
        List.of());

    assertThat(checks).isNotEmpty().allSatisfy(c -> {
      assertThat(c.values()).isEmpty();
      assertThat(c.verdict()).isEqualTo(Verdict.NOT_PLAYED);
    });
  }
}

package io.adaptivelb.simulator.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The scenario {@code demo} against what {@code lb demo} measured on a real Envoy: a change to the simulator that takes the two
 * apart is seen here. The runs and their machine are in {@code demo-measured.json}; {@code docs/sim-to-real.md} tells how to
 * measure again.
 */
class SimToRealTest {
  private static final Percentage TOLERANCE = Percentage.withPercentage(25);
  private static final int SEEDS = 10;

  /** A policy of the simulator, and where a demo run has its figures. */
  enum Player {
    ROUND_ROBIN("round_robin", "round_robin", "equal"),
    LEAST_REQUEST("least_request", "least_request", "equal"),
    OURS_ROUND_ROBIN("adaptive+round_robin", "round_robin", "adaptive"),
    OURS_LEAST_REQUEST("adaptive+least_request", "least_request", "adaptive");

    private final String policy;
    private final String demoPolicy;
    private final String phase;

    Player(String policy, String demoPolicy, String phase) {
      this.policy = policy;
      this.demoPolicy = demoPolicy;
      this.phase = phase;
    }
  }

  enum Quantile {
    P50,
    P99
  }

  /** The values of several runs. */
  private record Runs(List<Double> values) {
    Runs {
      values = values.stream().sorted().toList();
    }

    double median() {
      int n = values.size();
      return (values.get((n - 1) / 2) + values.get(n / 2)) / 2;
    }

    boolean allBelow(Runs other) {
      return values.getLast() < other.values.getFirst();
    }
  }

  private static final Map<Player, List<Figures>> SIMULATED = new EnumMap<>(Player.class);
  private static final Map<Player, List<JsonNode>> MEASURED = new EnumMap<>(Player.class);

  @BeforeAll
  static void playAndRead() throws IOException {
    Scenario demo = ScenarioFile.read("demo");
    JsonNode runs;
    try (InputStream in =
        Objects.requireNonNull(SimToRealTest.class.getResourceAsStream("demo-measured.json"))) {
      runs = new ObjectMapper().readTree(in).get("runs");
    }
    for (Player player : Player.values()) {
      Policy policy = Policy.parse(player.policy);
      SIMULATED.put(
          player,
          IntStream.rangeClosed(1, SEEDS)
              .mapToObj(seed -> Run.play(demo, policy, seed))
              .toList());
      MEASURED.put(
          player,
          StreamSupport.stream(runs.spliterator(), false)
              .filter(run -> run.get("policy").asText().equals(player.demoPolicy))
              .map(run -> run.get(player.phase))
              .toList());
    }
  }

  private static Runs simulated(Player player, Quantile quantile) {
    return new Runs(SIMULATED.getOrDefault(player, List.of()).stream()
        .map(figures -> quantile == Quantile.P50 ? figures.p50Millis() : figures.p99Millis())
        .toList());
  }

  private static Runs measured(Player player, Quantile quantile) {
    String field = quantile == Quantile.P50 ? "p50Millis" : "p99Millis";
    return new Runs(MEASURED.getOrDefault(player, List.of()).stream()
        .map(figures -> figures.get(field).asDouble())
        .toList());
  }

  @ParameterizedTest
  @EnumSource
  void p50AndP99_agreeWithTheMeasuredOnes(Player player) {
    for (Quantile quantile : Quantile.values()) {
      assertThat(simulated(player, quantile).median())
          .as("%s of %s", quantile, player.policy)
          .isCloseTo(measured(player, quantile).median(), TOLERANCE);
    }
  }

  /** Of two policies of which every measured run of one is below every run of the other. */
  @ParameterizedTest
  @EnumSource
  void policies_areInTheSameOrder(Quantile quantile) {
    List<String> compared = new ArrayList<>();
    for (Player a : Player.values()) {
      for (Player b : Player.values()) {
        if (measured(a, quantile).allBelow(measured(b, quantile))) {
          compared.add("%s < %s".formatted(a, b));
          assertThat(simulated(a, quantile).median())
              .as("%s of %s against %s", quantile, a.policy, b.policy)
              .isLessThan(simulated(b, quantile).median());
        }
      }
    }
    assertThat(compared).hasSizeGreaterThanOrEqualTo(4);
  }
}

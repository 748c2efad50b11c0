package io.adaptivelb.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.features.FeatureDefinition;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.learner.FlatRows;
import io.adaptivelb.learner.Grower;
import io.adaptivelb.learner.TreeParameters;
import io.adaptivelb.learner.TreeParameters.Objective;
import io.adaptivelb.prediction.Calibrations;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.registry.Change;
import io.adaptivelb.registry.DataRange;
import io.adaptivelb.registry.Head;
import io.adaptivelb.registry.ModelDraft;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.Provenance;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.RegistryLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What XGBoost itself grows, before the rules that every model must keep. */
class GrownHeadsTest {
  private static final FeatureSchema SCHEMA = FeatureSchema.CURRENT;
  private static final Instant TIME = Instant.parse("2026-11-25T15:12:00Z");
  private static final List<String> NAMES =
      SCHEMA.definitions().stream().map(FeatureDefinition::name).toList();

  @TempDir
  Path folder;

  /** Trees that learned planned load times slope. */
  private static byte[] trees(Objective objective, double slope, List<String> names) {
    int planned = SCHEMA.index(FeatureSchema.PLANNED_UTILISATION).orElseThrow();
    SplittableRandom random = new SplittableRandom(1);
    int rows = 500;
    int columns = names.size();
    float[] features = new float[rows * columns];
    float[] labels = new float[rows];
    float[] weights = new float[rows];
    Arrays.fill(weights, 1);
    for (int row = 0; row < rows; row++) {
      float load = (float) random.nextGaussian();
      features[row * columns + planned] = load;
      double label = slope * load;
      labels[row] = (float) (objective == Objective.LOGISTIC ? label > 0 ? 1 : 0 : label);
    }
    TreeParameters parameters = new TreeParameters(objective, 3, 0.5, 1, 1, 1, 1, 5, 0, List.of());
    return new Grower(1, names)
        .grow(
            parameters,
            new FlatRows(features, labels, weights, columns),
            Optional.empty(),
            1,
            (round, error) -> {})
        .file();
  }

  private void put(String head, byte[] trees, Map<String, byte[]> others) {
    Map<String, byte[]> files = new HashMap<>(others);
    files.put("head.ubj", trees);
    ModelDraft draft = new ModelDraft(
        TIME,
        SCHEMA.id(),
        new DataRange(TIME, TIME, 1, "test"),
        Map.of(),
        Map.of(),
        List.of(),
        new Provenance("test", "1", Optional.empty()),
        List.of(new Head(head, "something", "head.ubj")),
        files,
        Optional.empty());
    ModelRegistry.open(folder, RegistryLimits.DEFAULTS, "test")
        .put(draft, new ModelValidator(), new Change("test", "test", TIME));
  }

  private void assertRefused(String head, byte[] trees, Map<String, byte[]> others, String reason) {
    assertThatThrownBy(() -> put(head, trees, others))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void put_goodHeads_passes() {
    put("latency_p99", trees(Objective.SQUARED_ERROR, 1, NAMES), Map.of());
    put("failure", trees(Objective.LOGISTIC, 1, NAMES), Map.of());
    put("service_demand", trees(Objective.SQUARED_ERROR, 1, NAMES), Map.of());
    put("effective_cores", trees(Objective.SQUARED_ERROR, -1, NAMES), Map.of());

    assertThat(ModelRegistry.open(folder, RegistryLimits.DEFAULTS, "test").versions())
        .hasSize(4);
  }

  @Test
  void put_notMonotone_isRefusedNamingTheFeature() {
    assertRefused(
        "latency_p99",
        trees(Objective.SQUARED_ERROR, -1, NAMES),
        Map.of(),
        "head latency_p99: it must never fall with planned_utilisation: from ");
    assertRefused(
        "effective_cores",
        trees(Objective.SQUARED_ERROR, 1, NAMES),
        Map.of(),
        "head effective_cores: it must never rise with planned_utilisation: from ");
  }

  @Test
  void put_otherFeatures_isRefusedNamingThem() {
    List<String> swapped = new ArrayList<>(NAMES);
    swapped.set(0, NAMES.get(1));
    swapped.set(1, NAMES.get(0));

    assertRefused(
        "latency_p99",
        trees(Objective.SQUARED_ERROR, 1, swapped),
        Map.of(),
        "its feature 0 is called '%s'".formatted(NAMES.get(1)));
    List<String> more = new ArrayList<>(NAMES);
    more.add("more");
    assertRefused(
        "latency_p99",
        trees(Objective.SQUARED_ERROR, 1, more),
        Map.of(),
        "it has %d features; feature schema".formatted(more.size()));
  }

  @Test
  void put_notSane_isRefused() {
    assertRefused(
        "latency_p99",
        trees(Objective.SQUARED_ERROR, 0, NAMES),
        Map.of(),
        "whatever the features are");
    assertRefused(
        "latency_p99",
        trees(Objective.SQUARED_ERROR, 40, NAMES),
        Map.of(),
        "logarithms beyond ±6 are not sane");
    assertRefused(
        "latency_p99",
        trees(Objective.SQUARED_ERROR, 1, NAMES),
        Map.of(
            Calibrations.FILE,
            new Calibrations(Map.of(Target.LATENCY_P99, new Calibrations.Line(50, 0))).write()),
        "logarithms beyond ±6 are not sane");
  }

  @Test
  void put_foreign_isRefused() {
    assertRefused(
        "latency_p99",
        "hello".getBytes(StandardCharsets.UTF_8),
        Map.of(),
        "head latency_p99: model refused");
    assertRefused(
        "failure",
        trees(Objective.SQUARED_ERROR, 1, NAMES),
        Map.of(),
        "its objective is reg:squarederror; binary:logistic is needed");
  }
}

package io.adaptivelb.prediction;

import static io.adaptivelb.prediction.HandMade.stump;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.HandMade.Stump;
import io.adaptivelb.registry.DataRange;
import io.adaptivelb.registry.FileEntry;
import io.adaptivelb.registry.Head;
import io.adaptivelb.registry.Manifest;
import io.adaptivelb.registry.ModelContent;
import io.adaptivelb.registry.Provenance;
import io.adaptivelb.registry.VersionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelValidatorTest {
  private static final String SCHEMA = FeatureSchema.CURRENT.id();
  private static final String LOAD = FeatureSchema.PLANNED_UTILISATION;
  private static final byte[] SOUND =
      HandMade.file(Target.SERVICE_DEMAND, stump("season.next", -0.3, 0.7, 0));
  private final ModelValidator validator = new ModelValidator();

  private static ModelContent content(String schema, String head, Map<String, byte[]> files) {
    Manifest manifest = new Manifest(
        Manifest.FORMAT,
        new VersionId("20260101-120000-0123456789"),
        Ticks.NOON,
        schema,
        new DataRange(Ticks.START, Ticks.NOON, 1, "test"),
        Map.of(),
        Map.of(),
        List.of(1L),
        new Provenance("test", "1", Optional.empty()),
        List.of(new Head(head, "something", "head.json")),
        files.entrySet().stream()
            .map(file -> new FileEntry(file.getKey(), file.getValue().length, "0".repeat(64)))
            .toList(),
        Optional.empty());
    return new ModelContent(manifest, files);
  }

  private static ModelContent content(String head, byte[] file) {
    return content(SCHEMA, head, Map.of("head.json", file));
  }

  private static ModelContent with(String name, byte[] file) {
    return content(SCHEMA, "service_demand", Map.of("head.json", SOUND, name, file));
  }

  private List<String> objections(Target target, Stump... stumps) {
    return validator.objections(content(target.label(), HandMade.file(target, stumps)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void soundModel_hasNoObjections_andLoads() {
    Map<String, byte[]> files = new HashMap<>();
    files.put("head.json", SOUND);
    files.put("model-card.md", bytes("# Good"));
    files.put("calibration.json", Calibrations.NONE.write());
    files.put("features.json", FeatureRangesTest.ranges().write());
    ModelContent content = content(SCHEMA, "service_demand", files);

    assertThat(validator.objections(content)).isEmpty();
    ScoringModel model = validator.load(content);
    assertThat(model.name()).isEqualTo("20260101-120000-0123456789");
    assertThat(model.head(Target.SERVICE_DEMAND)).isPresent();
    assertThat(model.ranges()).contains(FeatureRangesTest.ranges());
  }

  @Test
  void modelThatComesAlong_keepsTheRules() {
    assertThat(DefaultModel.load()).isPresent();
  }

  @Test
  void otherSchema_isNamedWithOurs() {
    ModelContent content = content("v1-00000000", "service_demand", Map.of("head.json", SOUND));

    assertThat(validator.objections(content))
        .containsExactly(
            "it wants feature schema v1-00000000, this program computes %s; train it anew"
                .formatted(SCHEMA));
  }

  @Test
  void everyReason_isNamedAtOnce_andByLoadToo() {
    ModelContent content = content(
        "v1-00000000",
        "latency_p50",
        Map.of("head.json", SOUND, "calibration.json", bytes("{}"), "script.sh", bytes("rm")));

    assertThat(validator.objections(content)).hasSize(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> validator.load(content))
        .withMessage(String.join("; ", validator.objections(content)))
        .withMessageContaining("feature schema v1-00000000")
        .withMessageContaining("calibration.json: Missing creator property 'format'")
        .withMessageContaining("file script.sh belongs to no head");
  }

  @Test
  void fileThatIsMissing_isSaid() {
    ModelContent whole = content("service_demand", SOUND);

    assertThat(validator.objections(new ModelContent(whole.manifest(), Map.of())))
        .containsExactly("head service_demand: version 20260101-120000-0123456789 has no file"
            + " \"head.json\"");
  }

  @Test
  void brokenDocument_isSaidByName() {
    assertThat(validator.objections(with("features.json", bytes("[]"))))
        .singleElement()
        .asString()
        .startsWith("features.json: ");
    assertThat(validator.objections(
            with("calibration.json", bytes("{\"format\":1,\"targets\":{\"mood\":null}}"))))
        .containsExactly("calibration.json: 'mood' is null");
  }

  @Test
  void wrongFeatureCount_isSaid() {
    byte[] file = HandMade.file("reg:squarederror", HandMade.NAMES.subList(0, 3));

    assertThat(validator.objections(content("service_demand", file)))
        .containsExactly("head service_demand: it has 3 features; feature schema %s has %d"
            .formatted(SCHEMA, FeatureSchema.CURRENT.size()));
  }

  @Test
  void namelessFeatures_areRefused() {
    String nameless = new String(SOUND, StandardCharsets.UTF_8)
        .replaceFirst("\"feature_names\":\\[[^]]*]", "\"feature_names\":[]");

    assertThat(validator.objections(content("service_demand", bytes(nameless))))
        .containsExactly(
            "head service_demand: its features have no names, so it cannot be told whether they"
                + " are those of schema " + SCHEMA);
  }

  @Test
  void wrongNames_areSaidWithThePlace() {
    List<String> swapped = new ArrayList<>(HandMade.NAMES);
    Collections.swap(swapped, 2, 5);

    assertThat(validator.objections(
            content("service_demand", HandMade.file("reg:squarederror", swapped))))
        .containsExactly(
            "head service_demand: its feature 2 is called '%s'; in schema %s it is '%s'"
                .formatted(HandMade.NAMES.get(5), SCHEMA, HandMade.NAMES.get(2)));
  }

  @Test
  void unknownHead_isToldWhichThereAre() {
    assertThat(validator.objections(content("mood", SOUND)))
        .singleElement()
        .asString()
        .startsWith("head mood: there is no target 'mood'; there are service_demand, ");
  }

  @Test
  void wrongObjective_isSaidEitherWay() {
    for (String objective : List.of("binary:logistic", "reg:logistic", "count:poisson")) {
      assertThat(validator.objections(content(
              "service_demand",
              HandMade.file(objective, HandMade.NAMES, stump("age", 3, 0.1, 0.2)))))
          .containsExactly(
              "head service_demand: its objective is %s; reg:squarederror or its like is needed"
                  .formatted(objective));
    }
    assertThat(validator.objections(content("failure", SOUND)))
        .containsExactly(
            "head failure: its objective is reg:squarederror; binary:logistic is needed");
  }

  @ParameterizedTest
  @EnumSource
  void headThatGoesTheWrongWayWithLoad_isRefusedWithTheStep(Target target) {
    boolean cores = target == Target.EFFECTIVE_CORES;
    double low = cores ? 0.125 : 0.5;
    double high = cores ? 0.5 : 0.125;

    assertThat(objections(target, stump(LOAD, 0.5, low, high)))
        .containsExactly("head %s: it must never %s with %s: from %s to 0.5 it does by 0.375"
            .formatted(target.label(), cores ? "rise" : "fall", LOAD, Math.nextDown(0.5f)));
    assertThat(objections(target, stump(LOAD, 0.5, high, low))).isEmpty();
  }

  @Test
  void failureThatFallsWithErrors_isRefused() {
    assertThat(objections(Target.FAILURE, stump("error_ratio", 0.5, 1, 0)))
        .singleElement()
        .asString()
        .startsWith("head failure: it must never fall with error_ratio: from ");
  }

  @Test
  void constantHead_isRefused() {
    String rule = " whatever the features are; a head is not constant";

    assertThat(objections(Target.SERVICE_DEMAND))
        .containsExactly("head service_demand: it says 0.0" + rule);
    assertThat(objections(Target.FAILURE)).containsExactly("head failure: it says 0.5" + rule);
    assertThat(objections(Target.SERVICE_DEMAND, stump("age", 3, 0.25, 0.25)))
        .containsExactly("head service_demand: it says 0.25" + rule);
    assertThat(objections(
            Target.SERVICE_DEMAND, stump("age", 3, 0.5, -0.5), stump("age", 3, -0.5, 0.5)))
        .containsExactly("head service_demand: it says 0.0" + rule);
    byte[] flat =
        new Calibrations(Map.of(Target.SERVICE_DEMAND, new Calibrations.Line(0, 2))).write();
    assertThat(validator.objections(with("calibration.json", flat)))
        .containsExactly("head service_demand: it says 2.0" + rule);
  }

  @Test
  void absurdPredictions_areRefused() {
    assertThat(objections(Target.LATENCY_P99, stump("age", 3, 0.5, 40)))
        .containsExactly("head latency_p99: its predictions are in 0.500…40.0;"
            + " logarithms beyond ±6 are not sane");
    byte[] steep =
        new Calibrations(Map.of(Target.SERVICE_DEMAND, new Calibrations.Line(50, 0))).write();
    assertThat(validator.objections(with("calibration.json", steep)))
        .singleElement()
        .asString()
        .endsWith("logarithms beyond ±6 are not sane");
    // A probability never is.
    assertThat(objections(Target.FAILURE, stump("age", 3, 0.5, 40))).isEmpty();
  }

  /** Wherever it is, and however small the part of the rows that it is for. */
  @Property(tries = 300)
  void leafThatIsAbsurd_isFound(
      @ForAll @IntRange(max = 50) int feature,
      @ForAll float threshold,
      @ForAll @FloatRange(min = 8, max = 1e6f) float absurd,
      @ForAll boolean below,
      @ForAll boolean positive,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Stump> stumps = new ArrayList<>(harmless(random));
    double leaf = positive ? absurd : -absurd;
    stumps.add(
        random.nextInt(stumps.size() + 1),
        stump(HandMade.NAMES.get(feature), threshold, below ? leaf : 0, below ? 0 : leaf));

    assertThat(objections(Target.SERVICE_DEMAND, stumps.toArray(new Stump[0])))
        .singleElement()
        .asString()
        .endsWith("logarithms beyond ±6 are not sane");
  }

  @Property(tries = 300)
  void headsThatKeepTheRules_arePassed(@ForAll Target target, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Stump> stumps = new ArrayList<>(harmless(random));
    double step = target == Target.EFFECTIVE_CORES ? -0.5 : 0.5;
    stumps.add(stump(LOAD, random.nextDouble(), 0, step));

    assertThat(objections(target, stumps.toArray(new Stump[0]))).isEmpty();
  }

  /** Up to six, which add up to less than 2, none of them on a feature with a direction. */
  private static List<Stump> harmless(SplittableRandom random) {
    List<String> free = HandMade.NAMES.stream()
        .filter(name -> !name.equals(LOAD) && !name.equals("error_ratio"))
        .toList();
    return random
        .ints(random.nextInt(7), 0, free.size())
        .mapToObj(feature -> stump(
            free.get(feature),
            random.nextDouble(-1e3, 1e3),
            random.nextDouble(-0.3, 0.3),
            random.nextDouble(-0.3, 0.3)))
        .toList();
  }

  @Test
  void garbage_isRefusedNotThrown() {
    for (String garbage : List.of("", "{", "{}", "hello", "\0\0\0\0", "[".repeat(10_000))) {
      assertThat(validator.objections(content("service_demand", bytes(garbage))))
          .as(garbage)
          .singleElement()
          .asString()
          .startsWith("head service_demand: model refused");
    }
    for (int length = 0; length < SOUND.length; length += 97) {
      assertThat(validator.objections(content("service_demand", Arrays.copyOf(SOUND, length))))
          .as("%d of %d bytes", length, SOUND.length)
          .hasSize(1);
    }
  }

  /** What is let pass is loaded, and speaks; what is not is not loaded, and nothing is thrown but the reasons. */
  @Property(tries = 2_000)
  void changedBytes_areRefusedOrServe(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] file = SOUND.clone();
    for (int change = random.nextInt(4); change >= 0; change--) {
      file[random.nextInt(file.length)] = (byte) "0123456789-E.,]}x".charAt(random.nextInt(17));
    }
    ModelContent content = content("service_demand", file);
    List<String> objections = validator.objections(content);

    if (objections.isEmpty()) {
      float[] row = new float[FeatureSchema.CURRENT.size()];
      assertThat(validator.load(content).predict(Target.SERVICE_DEMAND, row, 1)[0])
          .isBetween(-6f, 6f);
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> validator.load(content))
          .withMessage(String.join("; ", objections));
    }
  }
}

package io.adaptivelb.prediction;

import static io.adaptivelb.prediction.HandMade.stump;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adaptivelb.features.FeatureSchema;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelValidatorTest {
  private static final byte[] SOUND =
      HandMade.file(Target.SERVICE_DEMAND, stump("season.next", -0.3, 0.7, 0));
  private final ModelValidator validator = new ModelValidator();

  private static ModelContent content(String schema, String head, byte[] file) {
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
        List.of(new FileEntry("head.json", file.length, "0".repeat(64))),
        Optional.empty());
    return new ModelContent(manifest, Map.of("head.json", file));
  }

  private static ModelContent content(String head, byte[] file) {
    return content(FeatureSchema.CURRENT.id(), head, file);
  }

  @Test
  void soundModel_hasNoObjections_andLoads() {
    ModelContent content = content("service_demand", SOUND);

    assertThat(validator.objections(content)).isEmpty();
    ScoringModel model = validator.load(content);
    assertThat(model.name()).isEqualTo("20260101-120000-0123456789");
    assertThat(model.head(Target.SERVICE_DEMAND)).isPresent();
  }

  @Test
  void otherSchema_isNamedWithOurs() {
    ModelContent content = content("v1-00000000", "service_demand", SOUND);

    assertThat(validator.objections(content))
        .containsExactly(
            "it wants feature schema v1-00000000, this program computes %s; train it anew"
                .formatted(FeatureSchema.CURRENT.id()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> validator.load(content))
        .withMessageContaining("v1-00000000");
  }

  @Test
  void wrongFeatureCount_isSaid() {
    byte[] file = HandMade.file("reg:squarederror", HandMade.NAMES.subList(0, 3));

    assertThat(validator.objections(content("service_demand", file)))
        .containsExactly("head service_demand has 3 features; feature schema %s has %d"
            .formatted(FeatureSchema.CURRENT.id(), FeatureSchema.CURRENT.size()));
  }

  @Test
  void wrongNames_areSaidWithThePlace() {
    List<String> swapped = new ArrayList<>(HandMade.NAMES);
    Collections.swap(swapped, 2, 5);

    assertThat(validator.objections(
            content("service_demand", HandMade.file("reg:squarederror", swapped))))
        .containsExactly("head service_demand: feature 2 is \"%s\"; in schema %s it is \"%s\""
            .formatted(HandMade.NAMES.get(5), FeatureSchema.CURRENT.id(), HandMade.NAMES.get(2)));
  }

  @Test
  void unknownHead_isToldWhichThereAre() {
    assertThat(validator.objections(content("mood", SOUND)))
        .singleElement()
        .asString()
        .startsWith("head mood: there is no target \"mood\"; targets: service_demand, ");
  }

  @Test
  void wrongObjective_isSaidEitherWay() {
    byte[] probability = HandMade.file("binary:logistic", HandMade.NAMES);

    assertThat(validator.objections(content("service_demand", probability)))
        .containsExactly("head service_demand has objective BINARY; a number is wanted");
    assertThat(validator.objections(content("failure", SOUND)))
        .containsExactly("head failure has objective SQUARED_ERROR; a probability is wanted");
  }

  @Test
  void latencyThatFallsWithLoad_isRefusedWithTheRow() {
    byte[] falls =
        HandMade.file(Target.LATENCY_P99, stump(FeatureSchema.PLANNED_UTILISATION, 0.5, 0.4, 0.1));
    byte[] rises =
        HandMade.file(Target.LATENCY_P99, stump(FeatureSchema.PLANNED_UTILISATION, 0.5, 0.1, 0.4));

    assertThat(validator.objections(content("latency_p99", falls)))
        .singleElement()
        .asString()
        .startsWith("head latency_p99 must rise with planned_utilisation, and does not: Refuted");
    assertThat(validator.objections(content("latency_p99", rises))).isEmpty();
  }

  @Test
  void garbage_isRefusedNotThrown() {
    for (String garbage : List.of("", "{", "{}", "hello", "\0\0\0\0", "[".repeat(10_000))) {
      assertThat(validator.objections(
              content("service_demand", garbage.getBytes(StandardCharsets.UTF_8))))
          .as(garbage)
          .singleElement()
          .asString()
          .startsWith("head service_demand: ");
    }
    for (int length = 0; length < SOUND.length; length += 97) {
      assertThat(validator.objections(content("service_demand", Arrays.copyOf(SOUND, length))))
          .as("%d of %d bytes", length, SOUND.length)
          .hasSize(1);
    }
  }
}

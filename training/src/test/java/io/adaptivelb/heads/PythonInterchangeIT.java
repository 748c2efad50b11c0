package io.adaptivelb.heads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Evaluator;
import io.adaptivelb.boosting.ModelReader;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.learner.InstalledPython;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.registry.Change;
import io.adaptivelb.registry.DataRange;
import io.adaptivelb.registry.Head;
import io.adaptivelb.registry.ModelDraft;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.Provenance;
import io.adaptivelb.registry.RegistryLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of Python's own XGBoost package here, and ours there, on a data set that is read by pyarrow. */
class PythonInterchangeIT {
  private static final FeatureSchema SCHEMA = FeatureSchema.CURRENT;
  private static final Physics PHYSICS = Physics.of(SCHEMA);
  private static final SyntheticFleet FLEET = new SyntheticFleet(2, 4, 300, 1);

  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ubj", "json"})
  void theirModel_isAdmittedAndPredictsTheSameBitsHere(String format) throws IOException {
    Path set = FLEET.write(folder.resolve("set"), 1);
    Path made = folder.resolve("made");

    String said = InstalledPython.run(
        "train_and_import.py", set, made, "--rounds", 30, "--threads", 1, "--format", format);

    JsonNode manifest = new ObjectMapper().readTree(made.resolve("manifest.json").toFile());
    assertThat(manifest.get("featureSchema").asText()).isEqualTo(SCHEMA.id());
    assertThat(manifest.get("heads")).as(said).hasSize(Target.values().length);
    ModelRegistry registry =
        ModelRegistry.open(folder.resolve("models"), RegistryLimits.DEFAULTS, "test");
    registry.put(
        draft(made, manifest),
        new HeadCheck(SCHEMA, PHYSICS),
        new Change("test", "imported", Instant.now()));
    assertThat(registry.versions()).hasSize(1);
    for (JsonNode head : manifest.get("heads")) {
      requireSameBits(made.resolve(head.get("file").asText()));
    }
  }

  @Test
  void ourModel_predictsTheSameBitsThere() throws IOException {
    HeadSettings small = new HeadSettings(
        30, 8, 4, 0.2, 10, 0.9, 1, 1, 10, Split.TIME, 2, Duration.ofMinutes(1), 1);
    HeadTrainer trainer = new HeadTrainer(small, PHYSICS, 1, HeadListener.NONE);
    ExampleTable table = FLEET.table(1);
    for (Target target : List.of(Target.LATENCY_P99, Target.FAILURE)) {
      Path file = folder.resolve(target.label() + ".ubj");
      Files.write(file, ((HeadResult.Kept) trainer.train(table, target)).file());

      requireSameBits(file);
    }
  }

  /** Both predict examples that neither was trained on, and rows of odd values. */
  private void requireSameBits(Path model) throws IOException {
    SampleRows examples = new SyntheticFleet(1, 5, 100, 1).table(2).sample(500);
    SampleRows odd = SampleRows.madeUp(SCHEMA.size());
    for (SampleRows sample : List.of(examples, odd)) {
      Path rows = Files.write(folder.resolve("rows"), bytes(sample.values()));
      Path out = folder.resolve("predicted");
      InstalledPython.run("predict.py", model, rows, SCHEMA.size(), out);
      int[] theirs = bits(Files.readAllBytes(out));

      BoostedModel read = new ModelReader().read(Files.readAllBytes(model));
      Evaluator evaluator = new Evaluator(read);
      float[] results = new float[2 * sample.count()];
      float[] half = new float[sample.count()];
      evaluator.margins(sample.values(), half.length, evaluator.newScratch(), half);
      System.arraycopy(half, 0, results, 0, half.length);
      evaluator.predict(sample.values(), half.length, evaluator.newScratch(), half);
      System.arraycopy(half, 0, results, half.length, half.length);

      assertThat(bits(bytes(results))).as(model.toString()).isEqualTo(theirs);
    }
  }

  private static ModelDraft draft(Path made, JsonNode manifest) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    List<Head> heads = new ArrayList<>();
    for (JsonNode head : manifest.get("heads")) {
      String file = head.get("file").asText();
      files.put(file, Files.readAllBytes(made.resolve(file)));
      heads.add(new Head(head.get("name").asText(), head.get("target").asText(), file));
    }
    JsonNode data = manifest.get("data");
    return new ModelDraft(
        Instant.parse(manifest.get("created").asText()),
        manifest.get("featureSchema").asText(),
        new DataRange(
            Instant.parse(data.get("from").asText()),
            Instant.parse(data.get("to").asText()),
            data.get("rows").asLong(),
            data.get("source").asText()),
        Map.of(),
        Map.of(),
        List.of(1L),
        new Provenance(
            manifest.at("/provenance/tool").asText(),
            manifest.at("/provenance/toolVersion").asText(),
            Optional.empty()),
        heads,
        files,
        Optional.empty());
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static int[] bits(byte[] bytes) {
    int[] bits = new int[bytes.length / 4];
    ByteBuffer.wrap(bytes).asIntBuffer().get(bits);
    return bits;
  }
}

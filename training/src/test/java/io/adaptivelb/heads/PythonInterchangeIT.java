package io.adaptivelb.heads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Evaluator;
import io.adaptivelb.boosting.ModelReader;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.learner.InstalledPython;
import io.adaptivelb.prediction.FeatureRanges;
import io.adaptivelb.prediction.ModelValidator;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of Python's own XGBoost package here, and ours there, on a data set that is read by pyarrow. */
class PythonInterchangeIT {
  private static final FeatureSchema SCHEMA = FeatureSchema.CURRENT;
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

    JsonNode manifest =
        new ObjectMapper().readTree(made.resolve("manifest.json").toFile());
    assertThat(manifest.get("featureSchema").asText()).isEqualTo(SCHEMA.id());
    assertThat(manifest.get("heads")).as(said).hasSize(Target.values().length);
    ModelRegistry registry =
        ModelRegistry.open(folder.resolve("models"), RegistryLimits.DEFAULTS, "test");
    registry.put(
        draft(made, manifest), new ModelValidator(), new Change("test", "imported", Instant.now()));
    assertThat(registry.versions()).hasSize(1);
    assertThat(FeatureRanges.read(Files.readAllBytes(made.resolve(FeatureRanges.FILE))))
        .isEqualTo(TableRanges.of(FLEET.table(1)));
    List<Path> models = new ArrayList<>();
    manifest
        .get("heads")
        .forEach(head -> models.add(made.resolve(head.get("file").asText())));
    requireSameBits(models);
  }

  @Test
  void ourModel_predictsTheSameBitsThere() throws IOException {
    HeadSettings small =
        new HeadSettings(30, 8, 4, 0.2, 10, 0.9, 1, 1, 10, Split.TIME, 2, Duration.ofMinutes(1), 1);
    HeadTrainer trainer = new HeadTrainer(small, Physics.USUAL, 1, HeadListener.NONE);
    ExampleTable table = FLEET.table(1);
    List<Path> models = new ArrayList<>();
    for (Target target : List.of(Target.LATENCY_P99, Target.FAILURE)) {
      Path file = folder.resolve(target.label() + ".ubj");
      models.add(Files.write(file, ((HeadResult.Kept) trainer.train(table, target)).file()));
    }

    requireSameBits(models);
  }

  /** Both predict examples that neither was trained on, and rows of odd values. */
  private void requireSameBits(List<Path> models) throws IOException {
    ExampleTable other = new SyntheticFleet(1, 5, 100, 1).table(2);
    float[] examples = other.features(IntStream.range(0, other.size()).toArray());
    float[] odd = odd();
    float[] rows = Arrays.copyOf(examples, examples.length + odd.length);
    System.arraycopy(odd, 0, rows, examples.length, odd.length);
    int count = rows.length / SCHEMA.size();
    List<Object> arguments =
        new ArrayList<>(List.of(Files.write(folder.resolve("rows"), bytes(rows)), SCHEMA.size()));
    arguments.addAll(models);
    InstalledPython.run("predict.py", arguments.toArray());
    for (Path model : models) {
      int[] theirs = bits(Files.readAllBytes(Path.of(model + ".predicted")));

      BoostedModel read = new ModelReader().read(Files.readAllBytes(model));
      Evaluator evaluator = new Evaluator(read);
      float[] margins = new float[count];
      float[] predictions = new float[count];
      evaluator.margins(rows, count, evaluator.newScratch(), margins);
      evaluator.predict(rows, count, evaluator.newScratch(), predictions);

      assertThat(bits(bytes(margins))).as(model.toString()).isEqualTo(Arrays.copyOf(theirs, count));
      assertThat(bits(bytes(predictions)))
          .as(model.toString())
          .isEqualTo(Arrays.copyOfRange(theirs, count, 2 * count));
    }
  }

  /** Values of either sign and of all magnitudes from a thousandth to a thousand, a tenth of them missing. */
  private static float[] odd() {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[2_000 * SCHEMA.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(10) == 0
          ? Float.NaN
          : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-3, 4)));
    }
    return values;
  }

  private static ModelDraft draft(Path made, JsonNode manifest) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    List<Head> heads = new ArrayList<>();
    for (JsonNode head : manifest.get("heads")) {
      String file = head.get("file").asText();
      files.put(file, Files.readAllBytes(made.resolve(file)));
      heads.add(new Head(head.get("name").asText(), head.get("target").asText(), file));
    }
    files.put(FeatureRanges.FILE, Files.readAllBytes(made.resolve(FeatureRanges.FILE)));
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

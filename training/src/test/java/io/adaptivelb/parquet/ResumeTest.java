package io.adaptivelb.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports that end before they are done. */
class ResumeTest {
  private static final DataSchema SCHEMA = SyntheticRows.schema(30);
  private static final int TICKS = 6_000;
  private static final int PART_ROWS = 2_000;

  @TempDir
  private Path folder;

  @Test
  void write_killedAtRandomParts_endsWithTheSameRows() throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    SyntheticRows.write(whole, TICKS, PART_ROWS);
    SplittableRandom random = new SplittableRandom(11);
    int there = 0;
    for (int kill = 0; kill < 3; kill++) {
      there += random.nextInt(1, 4);
      killAfter(there, killed);
      there = DataSet.open(killed, SCHEMA).parts();
      assertThat(DataSet.open(killed, SCHEMA).complete()).isFalse();
    }
    SyntheticRows.write(killed, TICKS, PART_ROWS);
    assertThat(SyntheticRows.read(DataSet.open(killed, SCHEMA)))
        .isEqualTo(SyntheticRows.read(DataSet.open(whole, SCHEMA)));
    assertThat(names(killed)).isEqualTo(names(whole));
    for (String name : names(whole)) {
      assertThat(killed.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
    }
  }

  @Test
  void write_ofWhatIsComplete_addsNothing() {
    SyntheticRows.write(folder, 100, 200);
    List<String> before = SyntheticRows.read(DataSet.open(folder, SCHEMA));
    SyntheticRows.write(folder, 100, 200);
    assertThat(SyntheticRows.read(DataSet.open(folder, SCHEMA))).isEqualTo(before);
  }

  @Test
  void write_ofMoreOfTheSameSource_goesOn() {
    Path grown = folder.resolve("grown");
    Path atOnce = folder.resolve("at-once");
    SyntheticRows.write(grown, 100, 200);
    SyntheticRows.write(grown, 150, 200);
    SyntheticRows.write(atOnce, 150, 200);
    assertThat(SyntheticRows.read(DataSet.open(grown, SCHEMA)))
        .hasSize(1_050)
        .isEqualTo(SyntheticRows.read(DataSet.open(atOnce, SCHEMA)));
  }

  @Test
  void open_forAnotherSource_namesBoth() {
    SyntheticRows.write(folder, 100, 200);
    assertThatThrownBy(() -> DataSetWriter.open(folder, SCHEMA, "seeds 1…5"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "holds rows of another export (synthetic rows; now: seeds 1…5); choose another folder");
  }

  @Test
  void open_whileAnotherWrites_isRefused() {
    try (DataSetWriter writer = DataSetWriter.open(folder, SCHEMA, "one")) {
      assertThatThrownBy(() -> DataSetWriter.open(folder, SCHEMA, "one"))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("is being written by another export");
      writer.finish();
    }
  }

  @Test
  void open_whereItMayNotWrite_saysSo() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> DataSetWriter.open(file.resolve("set"), SCHEMA, "one"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("cannot write to ");
  }

  private static void killAfter(int parts, Path set) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            SyntheticRows.class.getName(),
            set.toString(),
            Integer.toString(TICKS),
            Integer.toString(PART_ROWS))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    try {
      Path awaited = PartFiles.part(set, parts - 1);
      await()
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(awaited));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

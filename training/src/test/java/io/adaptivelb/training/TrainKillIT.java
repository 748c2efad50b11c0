package io.adaptivelb.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.cli.Lb;
import io.adaptivelb.heads.SyntheticFleet;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.registry.VersionId;
import io.adaptivelb.registry.VersionInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code lb train} is killed with {@code kill -9} at moments that nobody chose, most of them near its end. */
class TrainKillIT {
  private static final int LIVES = 8;

  @TempDir
  private Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void kill_whileTraining_leavesTheRegistryWhole() throws IOException, InterruptedException {
    Path set = new SyntheticFleet(3, 2, 200, 1).write(folder.resolve("set"), 1);
    VersionId first = complete(set);
    int lines = liveAndDie(set, Integer.MAX_VALUE, 0);
    Random random = new Random();
    for (int life = 0; life < LIVES; life++) {
      // The last lines of progress come just before the version is written.
      int until = life % 2 == 0 ? random.nextInt(lines) : lines - 1;
      int before = registry().versions().size();
      liveAndDie(set, until, random.nextInt(40_000_000));

      ModelRegistry registry = registry();
      List<VersionInfo> versions = registry.versions();
      assertThat(versions).hasSizeBetween(before, before + 1);
      for (VersionInfo info : versions) {
        assertThat(registry.load(info.version()).version()).isEqualTo(info.version());
      }
      assertThat(versions).extracting(VersionInfo::version).contains(first);
      assertThat(registry.problems())
          .allSatisfy(problem -> assertThat(problem).contains("the next change sweeps it away"));
    }
    int before = registry().versions().size();
    complete(set);
    assertThat(registry().versions()).hasSize(before + 1);
    assertThat(registry().problems()).isEmpty();
  }

  private ModelRegistry registry() {
    return ModelRegistry.open(folder.resolve("models"), RegistryLimits.DEFAULTS, "test");
  }

  private VersionId complete(Path set) throws IOException, InterruptedException {
    liveAndDie(set, Integer.MAX_VALUE, 0);
    return registry().versions().getLast().version();
  }

  /** Runs it until it has said so many lines, and a moment longer; returns how many it said. */
  private int liveAndDie(Path set, int lines, int nanos) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Lb.class.getName()));
    command.addAll(List.of(
        ("train --rounds 6 --patience 2 --depth 2 --learning-rate 0.4 --leaf-weight 2 --threads 1"
                + " --data %s --out %s")
            .formatted(set, folder.resolve("models"))
            .split(" ", -1)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    int said = 0;
    try (BufferedReader output = process.inputReader()) {
      while (said < lines && output.readLine() != null) {
        said++;
      }
      long until = System.nanoTime() + nanos;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    } finally {
      if (lines != Integer.MAX_VALUE) {
        process.destroyForcibly();
      }
      process.waitFor();
    }
    return said;
  }
}

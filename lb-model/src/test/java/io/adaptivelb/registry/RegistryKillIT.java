package io.adaptivelb.registry;

import static io.adaptivelb.registry.Models.CHECKOUT;
import static io.adaptivelb.registry.Models.NO_OBJECTION;
import static io.adaptivelb.registry.Models.change;
import static io.adaptivelb.registry.Models.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adaptivelb.registry.RegistryException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that change one registry at the same time are killed with {@code kill -9} at moments that nobody chose. */
class RegistryKillIT {
  private static final int LIVES = 10;
  private static final int MOST_LINES = 40;
  private static final String LINE =
      "[0-9a-f-]{28} (candidate|shadow|canary|active|rolled back|removed)";

  @TempDir
  private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void kill_whileChanging_losesNothingAcknowledged() throws IOException, InterruptedException {
    Random random = new Random();
    List<Transition> before = List.of();
    int total = 0;
    for (int life = 0; life < LIVES; life++) {
      List<String> acknowledged = liveAndDie(random);
      total += acknowledged.size();

      ModelRegistry registry = open();
      List<Transition> history = registry.history();
      assertThat(history.subList(0, before.size())).isEqualTo(before);
      List<Transition> news = history.subList(before.size(), history.size());
      assertHappened(news, acknowledged);
      for (VersionInfo info : registry.versions()) {
        assertThat(registry.load(info.version()).version()).isEqualTo(info.version());
      }
      assertThat(registry.serving(CHECKOUT).problems()).isEmpty();
      assertThat(registry.problems())
          .allSatisfy(problem -> assertThat(problem).contains("the next change sweeps it away"));
      registry.put(draft(life), NO_OBJECTION, change("goes on"));
      assertThat(registry.problems()).isEmpty();
      before = registry.history();
    }
    assertThat(total).isGreaterThan(LIVES * 5);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void change_whileAnotherProcessHasTheLock_namesItAndGoesOnWhenItDied()
      throws IOException, InterruptedException {
    RegistryLimits impatient =
        new RegistryLimits(1 << 20, 64, 1 << 20, 1 << 20, 100, Duration.ofMillis(50));
    ModelRegistry registry = ModelRegistry.open(folder, impatient, "test");
    Process process = start("hold");
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("held");

      assertThatExceptionOfType(RegistryException.class)
          .isThrownBy(() -> registry.put(draft(1), NO_OBJECTION, change("trained")))
          .withMessageContaining("is being changed by lb train, process 1, and was for 50 ms")
          .returns(Reason.LOCKED, RegistryException::reason);
      // Reading takes no lock.
      assertThat(registry.versions()).isEmpty();
    } finally {
      process.destroyForcibly().waitFor();
    }
    registry.put(draft(1), NO_OBJECTION, change("trained"));
    assertThat(registry.versions()).hasSize(1);
  }

  /** Runs two writers, kills one after some acknowledgements and the other a moment later; returns all that both said. */
  private List<String> liveAndDie(Random random) throws IOException, InterruptedException {
    Process first = start(Long.toString(random.nextLong()));
    Process second = start(Long.toString(random.nextLong()));
    List<String> said = new ArrayList<>();
    try (BufferedReader one = first.inputReader();
        BufferedReader two = second.inputReader()) {
      int lines = 1 + random.nextInt(MOST_LINES);
      for (int i = 0; i < lines; i++) {
        said.add(one.readLine());
      }
      spin(random.nextInt(5_000_000));
      // By its handle: Process.destroyForcibly would close the pipe and lose what is in it.
      assertThat(first.toHandle().destroyForcibly()).isTrue();
      spin(random.nextInt(5_000_000));
      assertThat(second.toHandle().destroyForcibly()).isTrue();
      said.addAll(rest(one));
      said.addAll(rest(two));
    } finally {
      first.destroyForcibly().waitFor();
      second.destroyForcibly().waitFor();
    }
    return said;
  }

  private static List<String> rest(BufferedReader output) throws IOException {
    List<String> rest = new ArrayList<>(output.lines().toList());
    if (!rest.isEmpty() && !rest.getLast().matches(LINE)) {
      // The last line may have been cut off.
      rest.removeLast();
    }
    return rest;
  }

  private static void spin(int nanos) {
    long until = System.nanoTime() + nanos;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  /** Everything that was acknowledged is among what happened since. */
  private static void assertHappened(List<Transition> news, List<String> acknowledged) {
    List<String> happened = new ArrayList<>();
    for (Transition transition : news) {
      switch (transition.action()) {
        case "admit" -> happened.add(transition.version() + " candidate");
        case "remove" -> happened.add(transition.version() + " removed");
        default ->
          transition
              .stages()
              .forEach((version, stage) -> happened.add(version + " " + stage.label()));
      }
    }
    for (String line : acknowledged) {
      assertThat(happened).contains(line);
    }
  }

  private ModelRegistry open() {
    return ModelRegistry.open(folder, RegistryLimits.DEFAULTS, "test");
  }

  private Process start(String argument) throws IOException {
    Files.createDirectories(folder);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            RegistryProcess.class.getName(),
            folder.toString(),
            argument)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}

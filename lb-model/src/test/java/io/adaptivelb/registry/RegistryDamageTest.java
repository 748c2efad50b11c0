package io.adaptivelb.registry;

import static io.adaptivelb.registry.Models.ALL;
import static io.adaptivelb.registry.Models.CHECKOUT;
import static io.adaptivelb.registry.Models.NO_OBJECTION;
import static io.adaptivelb.registry.Models.activate;
import static io.adaptivelb.registry.Models.change;
import static io.adaptivelb.registry.Models.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adaptivelb.registry.RegistryException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryDamageTest {
  @TempDir
  private Path folder;

  private ModelRegistry registry;

  @BeforeEach
  void open() {
    registry = ModelRegistry.open(folder, RegistryLimits.DEFAULTS, "test");
  }

  @Test
  void serving_everySingleDamagedByte_fallsBackAndNamesTheFile() throws IOException {
    VersionId good = activate(registry, 1, ALL);
    VersionId active = activate(registry, 2, ALL);
    for (String name : List.of("manifest.json", "demand.ubj", "latency.ubj")) {
      Path file = folder.resolve(active.value()).resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int at = 0; at < whole.length; at += 17) {
        byte[] damaged = whole.clone();
        damaged[at] ^= 0x04;
        Files.write(file, damaged);
        assertServed(good, file, "SHA-256");
      }
      Files.write(file, whole);
    }
    assertThat(registry.serving(CHECKOUT))
        .isInstanceOfSatisfying(
            Serving.Model.class, model -> assertThat(model.problems()).isEmpty());
  }

  @Test
  void serving_cutOffOrMissing_fallsBackAndSaysWhich() throws IOException {
    VersionId good = activate(registry, 1, ALL);
    VersionId active = activate(registry, 2, ALL);
    Path file = folder.resolve(active.value()).resolve("demand.ubj");

    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 3));
    assertServed(good, file, "it has 3 bytes, the manifest says 8");
    Files.write(file, new byte[100]);
    assertServed(good, file, "it has 100 bytes, 8 are allowed");
    Files.delete(file);
    assertServed(good, file, "it is missing");
  }

  @Test
  void serving_everythingDamaged_isTheAnalyticRungWithAllReasons() throws IOException {
    for (int number = 1; number <= 3; number++) {
      VersionId version = activate(registry, number, ALL);
      Files.delete(folder.resolve(version.value()).resolve("latency.ubj"));
    }

    assertThat(registry.serving(CHECKOUT))
        .isInstanceOfSatisfying(
            Serving.None.class, none -> assertThat(none.problems()).hasSize(3));
  }

  @Test
  void rollback_toADamagedVersion_goesToTheOneBefore() throws IOException {
    VersionId first = activate(registry, 1, ALL);
    VersionId second = activate(registry, 2, ALL);
    VersionId third = activate(registry, 3, ALL);
    Files.delete(folder.resolve(second.value()).resolve("manifest.json"));

    registry.rollback(third, ALL, change("bad"));

    assertThat(registry.assignment(CHECKOUT).active()).contains(first);
  }

  @Test
  void stage_ofADamagedVersion_isRefused() throws IOException {
    VersionId version = registry.put(draft(1), NO_OBJECTION, change("trained"));
    Files.delete(folder.resolve(version.value()).resolve("latency.ubj"));

    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> registry.stage(version, ALL, change("try")))
        .withMessageContaining("latency.ubj: it is missing")
        .returns(Reason.DAMAGED, RegistryException::reason);
    assertThat(registry.stageOf(version, ALL)).isEqualTo(Stage.CANDIDATE);
  }

  @Test
  void history_cutAnywhereInItsLastLine_losesOnlyWhatWasNeverAcknowledged() throws IOException {
    activate(registry, 1, ALL);
    Path file = folder.resolve("history.jsonl");
    byte[] whole = Files.readAllBytes(file);
    int last = lastLine(whole);
    long before = registry.sequence() - 1;
    for (int length = last; length < whole.length - 1; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      open();
      assertThat(registry.sequence()).isEqualTo(before);
      registry.put(draft(2), NO_OBJECTION, change("goes on"));
      open();
      assertThat(registry.sequence()).isEqualTo(before + 1);
      registry.remove(draft(2).toContent().version(), change("again"));
    }
  }

  @Test
  void history_onlyTheLastNewlineMissing_losesNothing() throws IOException {
    activate(registry, 1, ALL);
    Path file = folder.resolve("history.jsonl");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));

    open();
    registry.put(draft(2), NO_OBJECTION, change("goes on"));
    open();
    assertThat(registry.versions()).hasSize(2);
    assertThat(registry.assignment(CHECKOUT).active()).isPresent();
  }

  @Test
  void history_damagedBeforeItsEnd_isNamedAndNotOverwritten() throws IOException {
    VersionId version = activate(registry, 1, ALL);
    Path file = folder.resolve("history.jsonl");
    byte[] damaged = Files.readAllBytes(file);
    damaged[20] ^= 0x04;
    Files.write(file, damaged);

    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(this::open)
        .withMessageContaining(file.toString())
        .withMessageContaining("damaged at byte 0 (line 1)")
        .withMessageContaining("sed -i.damaged")
        .returns(Reason.HISTORY_DAMAGED, RegistryException::reason);
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> registry.retire(version, ALL, change("x")))
        .returns(Reason.HISTORY_DAMAGED, RegistryException::reason);
    assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
  }

  @Test
  void history_lineTakenOut_keepsTheRestAndSaysWhatIsOdd() throws IOException {
    VersionId first = activate(registry, 1, ALL);
    VersionId second = activate(registry, 2, ALL);
    Path file = folder.resolve("history.jsonl");
    List<String> lines = Files.readAllLines(file);
    // The remedy of the message above, on the admission of the first version.
    Files.write(file, lines.subList(1, lines.size()));

    open();
    assertThat(registry.assignment(CHECKOUT).active()).contains(second);
    assertThat(registry.problems())
        .anySatisfy(problem -> assertThat(problem)
            .contains("speaks of version %s, which was never admitted".formatted(first)))
        .anySatisfy(problem -> assertThat(problem).contains("the history does not know it"));
  }

  @Test
  void history_repeatedLine_isRefused() throws IOException {
    registry.put(draft(1), NO_OBJECTION, change("trained"));
    Path file = folder.resolve("history.jsonl");
    Files.write(file, Files.readAllBytes(file), StandardOpenOption.APPEND);

    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(this::open)
        .withMessageContaining("sequence 1 follows 1");
  }

  private void assertServed(VersionId version, Path damaged, String what) {
    assertThat(registry.serving(CHECKOUT)).isInstanceOfSatisfying(Serving.Model.class, model -> {
      assertThat(model.content().version()).isEqualTo(version);
      assertThat(model.problems()).singleElement().asString().contains(damaged.toString(), what);
    });
    // Reported, and nothing else: what is active is for people or guardrails to change.
    assertThat(registry.assignment(CHECKOUT).active()).get().isNotEqualTo(version);
  }

  private static int lastLine(byte[] bytes) {
    int i = bytes.length - 1;
    while (bytes[i - 1] != '\n') {
      i--;
    }
    return i;
  }
}

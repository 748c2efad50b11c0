package io.adaptivelb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.models.ModelDesk;
import io.adaptivelb.models.ModelOrder;
import io.adaptivelb.models.ModelOrder.Target;
import io.adaptivelb.models.ModelPackage;
import io.adaptivelb.models.Packages;
import io.adaptivelb.models.RegistryFolder;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.VersionId;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What health and metrics say of a registry, sound or damaged. */
class ModelWatchTest {
  @TempDir
  private Path folder;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private ModelDesk desk;
  private ModelWatch watch;

  @BeforeEach
  void open() {
    desk = desk();
    watch = new ModelWatch(desk, now::get, meters);
  }

  @Test
  void sound_countsStagesAndNamesTheActiveOne() throws Exception {
    String first = put(1);
    put(2);
    promote(first);
    watch.look();

    assertThat(meters.scrape())
        .contains("adaptivelb_models_versions{stage=\"active\"} 1.0")
        .contains("adaptivelb_models_versions{stage=\"candidate\"} 1.0")
        .contains("adaptivelb_models_active{scope=\"*\",version=\"%s\"} 1.0".formatted(first))
        .contains("adaptivelb_models_problems 0.0");
    assertThat(new ModelsCheck(watch).execute().isHealthy()).isTrue();
    assertThat(new ModelsCheck(watch).execute().getMessage()).isEqualTo("2 versions, 1 active");
  }

  @Test
  void activeOneIsDamaged_failsAndComesBack() throws Exception {
    String version = put(1);
    promote(version);
    Path file = folder.resolve(version).resolve("demand.json");
    byte[] good = Files.readAllBytes(file);
    Files.writeString(file, "100 %d broken");
    watch.look();

    assertThat(new ModelsCheck(watch).execute().isHealthy()).isFalse();
    assertThat(new ModelsCheck(watch).execute().getMessage()).contains("demand.json");
    assertThat(meters.scrape()).contains("adaptivelb_models_problems 1.0");
    Files.write(file, good);
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
    watch.look();
    assertThat(new ModelsCheck(watch).execute().isHealthy()).isTrue();
  }

  @Test
  void oddity_isANoteOnly() throws Exception {
    Files.createDirectory(folder.resolve("20200101-000000-100%s"));
    Files.createDirectory(folder.resolve("somebodys-folder"));
    watch.look();

    assertThat(new ModelsCheck(watch).execute().isHealthy()).isTrue();
    assertThat(new ModelsCheck(watch).execute().getMessage())
        .startsWith("0 versions, 0 active; ")
        .contains("somebodys-folder", "the history does not know it");
  }

  @Test
  void historyIsDamaged_failsWithTheRemedy_andIsReadAgainWhenRepaired() throws Exception {
    put(1);
    put(2);
    Path history = folder.resolve("history.jsonl");
    String good = Files.readString(history);
    Files.writeString(history, good.replaceFirst("admit", "adnit"));
    ModelWatch later =
        new ModelWatch(desk(), now::get, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    later.look();

    assertThat(new ModelsCheck(later).execute().isHealthy()).isFalse();
    assertThat(new ModelsCheck(later).execute().getMessage()).contains("history.jsonl");
    Files.writeString(history, good);
    later.look();
    assertThat(new ModelsCheck(later).execute().isHealthy()).isTrue();
    assertThat(later.view().total()).isEqualTo(2);
  }

  private ModelDesk desk() {
    return new ModelDesk(
        RegistryFolder.open(folder, RegistryLimits.DEFAULTS, "test"),
        new ModelValidator(),
        now::get);
  }

  private String put(int number) throws IOException {
    return desk.put(ModelPackage.read(Packages.good(number), 1 << 20), "alice", "trained")
        .version();
  }

  private void promote(String version) {
    desk.carryOut(
        new ModelOrder(new VersionId(version), ServingScope.EVERYTHING, new Target.Active()),
        "alice",
        "good");
  }
}

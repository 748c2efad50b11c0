package io.adaptivelb.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.clusters.CollectorSettings;
import io.adaptivelb.clusters.DiscoverySettings;
import io.adaptivelb.clusters.FileSettings;
import io.adaptivelb.clusters.PageSettings;
import io.adaptivelb.clusters.Preset;
import io.adaptivelb.clusters.ScrapeSettings;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.fetch.LyingServer;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.TelemetrySample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watched file, from the first member to the last. */
class MembershipTest {
  @TempDir
  Path folder;

  private final RecordingBus bus = new RecordingBus();
  private final LyingServer first = LyingServer.honest("text/plain", CollectorTest.page(1));
  private final LyingServer second = LyingServer.honest("text/plain", CollectorTest.page(1));
  private Path file;
  private Collector collector;

  @BeforeEach
  void begin() {
    file = folder.resolve("members.yaml");
    ClusterSettings cluster = ClusterSettings.of(
            "shop", DiscoverySettings.of(new FileSettings(file, Duration.ofMillis(50))))
        .withTick(Duration.ofMillis(150))
        .withScrape(ScrapeSettings.of(PageSettings.of(Preset.MICROMETER)));
    collector =
        new Collector(CollectorSettings.DEFAULTS, List.of(cluster), bus, CollectorEvents.NONE);
    collector.start();
  }

  @AfterEach
  void end() {
    collector.close();
    first.close();
    second.close();
  }

  @Test
  void members_comeAndGo_areFollowedByTheScrapes() throws IOException {
    write(first.address());
    awaitMembers(first.address());
    awaitSampleOf(first);

    write(first.address(), second.address());
    awaitSampleOf(second);

    write(second.address());
    awaitMembers(second.address());
    int requests = first.requests();
    int ticks = bus.all(Membership.class).size();
    await().until(() -> bus.all(Membership.class).size() > ticks + 3);
    // One may have been under way.
    assertThat(first.requests()).isBetween(requests, requests + 1);
  }

  @Test
  void file_missingBrokenOrEmpty_keepsTheLastMembers() throws IOException {
    await().until(() -> discovery().code() == FailureCode.BAD_FILE);
    assertThat(bus.all(Membership.class)).isEmpty();
    write(first.address());
    awaitMembers(first.address());

    Files.writeString(file, "[");
    await().until(() -> !discovery().ok() && discovery().code() == FailureCode.BAD_FILE);
    Files.writeString(file, "[]");
    await().until(() -> discovery().code() == FailureCode.EMPTY);
    Files.delete(file);
    await().until(() -> discovery().message().endsWith("does not exist"));
    int ticks = bus.all(Membership.class).size();
    await().until(() -> bus.all(Membership.class).size() > ticks + 2);

    assertThat(bus.all(Membership.class))
        .allMatch(members -> members.endpoints().size() == 1);
  }

  private TargetStatus discovery() {
    return collector.status().stream()
        .filter(status -> status.source() == Source.DISCOVERY)
        .findFirst()
        .orElseThrow();
  }

  private void awaitMembers(String... addresses) {
    await()
        .untilAsserted(() -> assertThat(bus.all(Membership.class))
            .isNotEmpty()
            .last()
            .satisfies(members -> assertThat(members.endpoints())
                .extracting(endpoint -> endpoint.id().toString())
                .containsExactlyInAnyOrder(addresses)));
  }

  private void awaitSampleOf(LyingServer server) {
    await()
        .until(() -> bus.all(TelemetrySample.class).stream()
            .anyMatch(sample -> sample.endpoint().toString().equals(server.address())));
  }

  private void write(String... addresses) throws IOException {
    Path next = folder.resolve("next.yaml");
    Files.writeString(next, "[\"" + String.join("\", \"", addresses) + "\"]");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}

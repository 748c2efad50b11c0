package io.adaptivelb.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.adaptivelb.clusters.FileSettings;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.failure.SourceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDiscoveryTest {
  @TempDir
  Path folder;

  private Path file;
  private FileDiscovery discovery;

  @BeforeEach
  void begin() {
    file = folder.resolve("shop.yaml");
    discovery = new FileDiscovery(new FileSettings(file, Duration.ofSeconds(1)));
  }

  @Test
  void look_yaml_readsZonesAndLabels() throws IOException {
    Files.writeString(file, """
        # two kinds of entries
        - 10.0.0.2:80
        - address: "10.0.0.1:80"
          region: eu
          zone: a
          labels: {cores: "4"}
        """);

    assertThat(discovery.look().join())
        .extracting(Endpoint::toString)
        .containsExactly(
            "Endpoint[id=10.0.0.1:80, locality=eu/a, labels={cores=4}]",
            "Endpoint[id=10.0.0.2:80, locality=, labels={}]");
    assertThat(discovery.look().join().getFirst().labels()).isEqualTo(Map.of("cores", "4"));
  }

  @Test
  void look_json_isYamlToo() throws IOException {
    Files.writeString(file, "[\"10.0.0.1:80\", {\"address\": \"[::1]:80\", \"zone\": \"b\"}]");

    assertThat(discovery.look().join()).hasSize(2);
  }

  @Test
  void look_changedFile_isReadAgain() throws IOException {
    Files.writeString(file, "[\"a:1\"]");
    discovery.look().join();
    Files.writeString(file, "[\"b:1\"]");

    assertThat(discovery.look().join()).extracting(e -> e.id().host()).containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          ``                            | expects a list of endpoints, found nothing
          endpoints: []                 | expects a list of endpoints, found one OBJECT
          []                            | lists no endpoint; the last members are kept
          ["a:1", "b"]                  | entry 2: endpoint "b" has no port
          ["a:1", "a:1"]                | entry 2: a:1 is listed twice
          [{address: "a:1", zoen: b}]   | entry 1: Unrecognized field "zoen"
          [{zone: b}]                   | entry 1: address is missing
          ["a:1                         | found unexpected end of stream
          """)
  void look_brokenFile_namesFileEntryAndRule(String content, String message) throws IOException {
    Files.writeString(file, content);

    Throwable failure = catchThrowable(() -> discovery.look().join());

    assertThat(failure).hasRootCauseInstanceOf(SourceFailure.class);
    assertThat(failure)
        .rootCause()
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void look_missingFile_isTold() {
    assertThat(catchThrowable(() -> discovery.look().join()))
        .rootCause()
        .hasMessage(file + " does not exist");
  }

  @Test
  void look_repairedFile_isReadAgain() throws IOException {
    Files.writeString(file, "[");
    assertThat(catchThrowable(() -> discovery.look().join())).isNotNull();
    Files.writeString(file, "[\"a:1\"]");

    assertThat(discovery.look().join()).hasSize(1);
  }

  @Test
  void look_largeFile_isRead() throws IOException {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      list.append("- {address: \"10.0.%d.%d:80\", zone: zone-%d, labels: {rack: r%d}}%n"
          .formatted(i / 250, i % 250, i % 3, i % 40));
    }
    Files.writeString(file, list);

    List<Endpoint> members = discovery.look().join();

    assertThat(members).hasSize(50_000);
  }
}

package io.adaptivelb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.server.Plugins;
import io.adaptivelb.settings.SettingsReader;
import io.adaptivelb.settings.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code config/server.yaml}: what users copy must work, and say the truth of the defaults. */
class ExampleConfigurationTest {
  private static final Path EXAMPLE = Path.of("..", "config", "server.yaml");

  @Test
  void example_isRead() {
    ServerSettings settings = ServerConfiguration.read(EXAMPLE, Plugins.load()).settings();
    assertThat(settings.clusters())
        .extracting(ClusterSettings::name)
        .containsExactly("checkout", "search", "images");
  }

  @Test
  void example_outsideItsClusters_changesNoDefault() {
    ServerConfiguration example = ServerConfiguration.read(EXAMPLE, Plugins.load());
    assertThat(example.settings().withClusters(ServerSettings.DEFAULTS.clusters()))
        .isEqualTo(ServerSettings.DEFAULTS);
    Plugins.load()
        .forEach(plugin -> assertThat(example.section(plugin)).isEqualTo(plugin.defaults()));
  }

  @Test
  void example_hasEverySection() throws IOException {
    YamlDocument document = YamlDocument.parse(EXAMPLE.toString(), Files.readAllBytes(EXAMPLE));
    new SettingsReader()
        .write(ServerSettings.DEFAULTS)
        .fieldNames()
        .forEachRemaining(section ->
            assertThat(document.root().has(section)).describedAs(section).isTrue());
  }

  /** What stands behind {@code # } as an alternative is YAML that is read, too. */
  @Test
  void alternatives_inComments_areRead() throws IOException {
    String text = Files.readString(EXAMPLE)
        .replace("auth: {}\n", "auth:\n")
        .replaceAll("(?m)^( +)# (tls|tokenFile): ", "$1$2: ");
    YamlDocument document = YamlDocument.parse(EXAMPLE.toString(), text);
    assertThatCode(() -> ServerConfiguration.read(document, Plugins.load()))
        .doesNotThrowAnyException();
    Map<String, JsonNode> sections = Map.of(
        "grpc", document.root().at("/grpc/tls/clientCa"),
        "admin", document.root().at("/admin/tls/key"),
        "auth", document.root().at("/auth/tokenFile"));
    sections.forEach(
        (name, value) -> assertThat(value.isMissingNode()).describedAs(name).isFalse());
  }
}

package io.adaptivelb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.clusters.ClusterSettings;
import io.adaptivelb.clusters.EndpointSettings;
import io.adaptivelb.clusters.EnvoySettings;
import io.adaptivelb.clusters.PageSettings;
import io.adaptivelb.clusters.Preset;
import io.adaptivelb.clusters.ScrapeSettings;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.plugin.PluginContext;
import io.adaptivelb.plugin.ServerPlugin;
import io.adaptivelb.settings.SettingsReader;
import io.adaptivelb.settings.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigurationTest {
  private static final List<ServerPlugin<?>> PLUGINS = List.of(new MeshPlugin());

  @Test
  void read_emptyFile_isDefaults() {
    assertThat(read("")).isEqualTo(ServerConfiguration.defaults());
    assertThat(read("# nothing but a comment\n")).isEqualTo(ServerConfiguration.defaults());
  }

  @Test
  void read_writtenDefaults_isDefaults() {
    String json = new SettingsReader().write(ServerSettings.DEFAULTS).toString();
    assertThat(read(json).settings()).isEqualTo(ServerSettings.DEFAULTS);
  }

  @Test
  void read_partOfASection_keepsTheRest() {
    ServerSettings settings = read("""
            dataDirectory: /var/lib/lb
            grpc:
              port: 9
              maxRequestBytes: 16KiB
              explainDeadline: 250ms
            control:
              tick: 2s
            """).settings();
    assertThat(settings.dataDirectory()).isEqualTo(Path.of("/var/lib/lb"));
    assertThat(settings.grpc().port()).isEqualTo(9);
    assertThat(settings.grpc().maxRequestBytes()).isEqualTo(16_384);
    assertThat(settings.grpc().explainDeadline()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.grpc().bind()).isEqualTo(GrpcSettings.DEFAULTS.bind());
    assertThat(settings.control().tick()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.control().allocation()).isEqualTo(ControlSettings.DEFAULTS.allocation());
  }

  @Test
  void read_sectionWithoutContent_isItsDefaults() {
    assertThat(read("grpc:\n  # port: 1\ncontrol:\n")).isEqualTo(ServerConfiguration.defaults());
  }

  @Test
  void read_clusters_bindsWhatIsGivenAndFillsTheRest() {
    List<ClusterSettings> clusters = read("""
            clusters:
              - name: shop
                tick: 1s
                discovery:
                  endpoints:
                    - address: 10.0.0.1:80
                      zone: a
                    - address: "[::1]:81"
                scrape:
                  pages:
                    - {preset: MICROMETER}
                envoy:
                  admins:
                    - address: 127.0.0.1:9901
                healthCheck:
                  http: {path: /up}
            """).settings().clusters();
    ClusterSettings shop = clusters.get(0);
    assertThat(shop.name()).isEqualTo("shop");
    assertThat(shop.tick()).isEqualTo(Duration.ofSeconds(1));
    assertThat(shop.discovery().endpoints())
        .extracting(endpoint -> endpoint.endpoint().id())
        .containsExactly(new EndpointId("10.0.0.1", 80), new EndpointId("::1", 81));
    assertThat(shop.healthCheck()).isNotNull();
    assertThat(shop.scrape()).isEqualTo(ScrapeSettings.of(PageSettings.of(Preset.MICROMETER)));
    assertThat(shop.envoy()).isEqualTo(EnvoySettings.of("127.0.0.1:9901"));
  }

  @Test
  void read_pluginSection_isMergedOverThePluginsDefaults() {
    ServerConfiguration configuration = read("mesh:\n  streams: 7\n");
    assertThat(configuration.section(new MeshPlugin()))
        .isEqualTo(new MeshSettings(7, Duration.ofSeconds(3)));
    assertThat(read("").section(new MeshPlugin()))
        .isEqualTo(new MeshSettings(1, Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          grcp: {port: 1}                   | test.yaml:1:1: grcp: unknown key; did you mean "grpc"?
          grpc: {prot: 1}                   | test.yaml:1:8: grpc.prot: unknown key; did you mean "port"?
          qwertyuiop: 1                     | test.yaml:1:1: qwertyuiop: unknown key; known here: admin, auth, clusters
          mehs: {streams: 1}                | did you mean "mesh"?
          mesh: {steams: 1}                 | test.yaml:1:8: mesh.steams: unknown key; did you mean "streams"?
          grpc: {port: many}                | test.yaml:1:8: grpc.port: is "many"; write a whole number
          grpc: {port: "80"}                | grpc.port: is "80"; write a whole number
          grpc: {port: 1.5}                 | grpc.port: is 1.5; write a whole number
          grpc: {port: 99999999999}         | grpc.port: Numeric value (99999999999) out of range of int
          grpc: {port: 70000}               | test.yaml:1:1: grpc: port is 70000; it must be in 0…65535
          grpc: {explainDeadline: 5}        | grpc.explainDeadline: is 5; write a duration like 250ms
          grpc: {explainDeadline: 5 weeks}  | grpc.explainDeadline: is "5 weeks"; write a duration like 250ms
          grpc: {explainDeadline: 5h}       | grpc: explainDeadline is 5h; it must be in 10ms…1m
          grpc: {maxRequestBytes: 1MB}      | grpc.maxRequestBytes: is "1MB"; write a size like 512B
          grpc: {maxRequestBytes: 1GiB}     | grpc: maxRequestBytes is 1GiB; it must be in 1KiB…4MiB
          grpc: [1]                         | test.yaml:1:1: grpc: is a list; write a mapping
          grpc: {tls: {certificate: a.pem}} | test.yaml:1:8: grpc.tls: key is missing
          clusters: shop                    | clusters: is "shop"; write a list
          clusters: [{name: a}]             | test.yaml:1:12: clusters[0]: cluster a: discovery is missing
          clusters: [{nmae: a}]             | clusters[0].nmae: unknown key; did you mean "name"?
          - a list                          | the configuration must be a mapping
          just text                         | the configuration must be a mapping
          mesh: {streams: 0}                | mesh: streams is 0; it must be > 0
          """)
  void read_mistake_namesPlaceValueAndRule(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message)
        .hasMessageStartingWith("test.yaml:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grpc: {port: 1",
        "grpc:\n\tport: 1",
        "grpc: {port: 1}\ngrpc: {port: 2}",
        "grpc: {port: 1, port: 2}",
        "a: &a [*a]",
        "a: &a {b: *a}",
        "a: *missing",
        "? [complex, key]\n: 1",
        "--- {}\n--- {}",
        "!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost/\"]]",
        "a: \u0000",
        "%YAML 9.9\n---\na: 1",
      })
  void read_noYaml_isAUserError(String yaml) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("test.yaml");
  }

  @Test
  void read_bomb_isRefusedBeforeItGrows() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append("*a%d, ".formatted(i - 1).repeat(10)).append("]\n");
    }
    assertThatThrownBy(() -> read(bomb.toString())).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> read("a: " + "[".repeat(10_000))).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> read("a: " + "x".repeat(YamlDocument.MAX_CHARACTERS)))
        .isInstanceOf(UserError.class);
  }

  @Test
  void read_aliases_areFollowed() {
    assertThat(read("grpc: {bind: &here localhost}\nadmin: {bind: *here}\n")
            .settings()
            .admin()
            .bind())
        .isEqualTo("localhost");
  }

  @Test
  void read_wordsThatYaml11ReadsOtherwise_staySo() {
    ClusterSettings cluster = read("""
            clusters:
              - name: no
                discovery: {endpoints: [{address: "a:1", labels: {sort: 1:30, build: 010}}]}
            """).settings().clusters().get(0);
    assertThat(cluster.name()).isEqualTo("no");
    assertThat(cluster.discovery().endpoints())
        .extracting(EndpointSettings::labels)
        .containsExactly(Map.of("sort", "1:30", "build", "010"));
  }

  @Test
  void read_file_namesItWhenItCannot(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> ServerConfiguration.read(missing, PLUGINS))
        .isInstanceOf(UserError.class)
        .hasMessage("cannot read the configuration %s: there is no such file", missing);
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0});
    assertThatThrownBy(() -> ServerConfiguration.read(binary, PLUGINS))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not UTF-8 text");
    Path good =
        Files.writeString(folder.resolve("good.yaml"), "grpc: {port: 1}", StandardCharsets.UTF_8);
    assertThat(ServerConfiguration.read(good, PLUGINS).settings().grpc().port()).isEqualTo(1);
  }

  private static ServerConfiguration read(String yaml) {
    return ServerConfiguration.read(YamlDocument.parse("test.yaml", yaml), PLUGINS);
  }

  /** Settings of a plugin. */
  public record MeshSettings(int streams, Duration patience) {
    /** Demands a stream. */
    public MeshSettings {
      if (streams <= 0) {
        throw new IllegalArgumentException("streams is %d; it must be > 0".formatted(streams));
      }
    }
  }

  private static final class MeshPlugin implements ServerPlugin<MeshSettings> {
    @Override
    public String name() {
      return "mesh";
    }

    @Override
    public MeshSettings defaults() {
      return new MeshSettings(1, Duration.ofSeconds(3));
    }

    @Override
    public AutoCloseable start(MeshSettings settings, PluginContext context) {
      return () -> {};
    }
  }
}

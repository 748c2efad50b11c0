package io.adaptivelb.clusters;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.adaptivelb.clusters.FastSettings.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClusterSettingsTest {
  private static final String MEMBERS =
      "name: shop\ndiscovery: {endpoints: [{address: \"10.0.0.1:80\"}]}\n";

  @Test
  void read_leastYaml_fillsInDefaults() throws IOException {
    ClusterSettings cluster = read(MEMBERS);

    assertThat(cluster.tick()).isEqualTo(Duration.ofSeconds(5));
    assertThat(cluster.jitter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(cluster.fastSource()).isEqualTo(Source.NONE);
    assertThat(cluster)
        .isEqualTo(ClusterSettings.of(
            "shop", DiscoverySettings.of(List.of(EndpointSettings.of("10.0.0.1:80")))));
  }

  @Test
  void read_everySource_bindsWithoutAnnotations() throws IOException {
    ClusterSettings cluster = read(MEMBERS + """
            tick: PT2S
            scrape:
              pages:
              - {preset: MICROMETER}
              - {port: 9100, preset: NODE_EXPORTER, headers: {Authorization: Bearer x}}
              timeout: PT1S
            envoy: {admins: [{address: "127.0.0.1:9901", zone: a}], cluster: shop-v2}
            healthCheck: {http: {path: /ready}, fall: 3}
            """);

    ScrapeSettings scrape = requireNonNull(cluster.scrape());
    HealthCheckSettings check = requireNonNull(cluster.healthCheck());
    assertThat(scrape.pages())
        .extracting(PageSettings::path)
        .containsExactly("/actuator/prometheus", "/metrics");
    assertThat(scrape.maxBodyBytes()).isEqualTo(4 << 20);
    assertThat(cluster.fastSource()).isEqualTo(Source.ENVOY);
    assertThat(check.fall()).isEqualTo(3);
    assertThat(check.rise()).isEqualTo(2);
    assertThat(check.timeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(check.jitter()).isEqualTo(Duration.ofMillis(25));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          name: shop                                                     | cluster shop: discovery is missing
          discovery: {endpoints: []}                                     | endpoints is empty
          discovery: {endpoints: [{address: "a:1"}, {address: "a:1"}]}   | endpoints lists a:1 twice
          discovery: {endpoints: [{address: "a"}]}                       | endpoint "a" has no port
          discovery: {endpoints: [{zone: z}]}                            | address is missing
          discovery: {endpoints: [{address: "a:1"}], dns: {name: b, port: 1}} | 2 of endpoints, file and dns are set; exactly one must be
          discovery: {dns: {name: b}}                                    | port is 0; it must be in 1…65535
          discovery: {dns: {name: b, type: SRV, port: 1}}                | leave it out with type SRV
          discovery: {file: {path: a.yaml, refresh: PT0.001S}}           | refresh is 1ms; it must be in 50ms…60m
          tick: PT0.01S                                                  | cluster shop: tick is 10ms
          jitter: PT6S                                                   | cluster shop: jitter is 6s; it must be in 0ms…5s
          scrape: {pages: []}                                            | pages is empty
          scrape: {pages: [{}]}                                          | 0 of preset and mapping are set
          scrape: {pages: [{preset: ENVOY, path: stats}]}                | path is "stats"; it must start with /
          scrape: {pages: [{preset: ENVOY, headers: {Host: b}}]}         | headers: Host is set from
          scrape: {pages: [{preset: ENVOY, headers: {"a b": c}}]}        | "a b" is no HTTP header name
          scrape: {pages: [{preset: ENVOY}], timeout: PT0S}              | timeout is 0ms
          scrape: {pages: [{mapping: {successes: ["a{b}"]}}]}            | successes: selector "a{b}" expects =, !=, =~ or !~ at column 4
          scrape: {pages: [{mapping: {latencyBuckets: ["a"]}}]}          | must name a series that ends in _bucket
          envoy: {admins: [{address: "b:1"}, {address: "b:1"}]}          | admins lists b:1 twice
          envoy: {admins: []}                                            | admins is empty
          fast: {source: ENVOY}                                          | fast.source is ENVOY, but envoy is not set
          fast: {source: ENDPOINT}                                       | fast.source is ENDPOINT, but scrape is not set
          healthCheck: {interval: PT1S}                                  | 0 of http, grpc and tcp are set
          healthCheck: {http: {}, tcp: {}}                               | 2 of http, grpc and tcp are set
          healthCheck: {http: {path: x}}                                 | path is "x"
          healthCheck: {tcp: {}, fall: -1}                               | fall is -1; it must be in 1…100
          healthCheck: {tcp: {}, jitter: PT0.2S}                         | jitter is 200ms; it must be in 0ms…125ms
          """)
  void read_wrongYaml_namesKeyValueAndRule(String yaml, String message) {
    String base =
        yaml.startsWith("discovery") ? "name: shop\n" : yaml.startsWith("name") ? "" : MEMBERS;

    assertThatThrownBy(() -> read(base + yaml)).hasStackTraceContaining(message);
  }

  @ParameterizedTest
  @EnumSource
  void mapping_everyPreset_isReadable(Preset preset) {
    assertThat(preset.mapping().cores().size()
            + preset.mapping().startTime().size()
            + preset.mapping().successes().size())
        .isPositive();
  }

  @Test
  void new_collectorSettings_refusesOutOfRange() {
    assertThat(new CollectorSettings(0, 0, 0)).isEqualTo(CollectorSettings.DEFAULTS);
    assertThatThrownBy(() -> new CollectorSettings(-1, 1, 1 << 20))
        .hasMessage("concurrency is -1; it must be in 1…100000");
  }

  /** Binds as the server does: records by their constructors, durations as it likes, unknown keys refused. */
  private static ClusterSettings read(String yaml) throws IOException {
    SimpleModule durations = new SimpleModule();
    durations.addDeserializer(Duration.class, new DurationDeserializer());
    ObjectMapper mapper = YAMLMapper.builder()
        .addModule(durations)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
    return mapper.readValue(yaml, ClusterSettings.class);
  }

  private static final class DurationDeserializer extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1;

    DurationDeserializer() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(
        com.fasterxml.jackson.core.JsonParser parser, DeserializationContext context)
        throws IOException {
      return Duration.parse(parser.getText());
    }
  }
}

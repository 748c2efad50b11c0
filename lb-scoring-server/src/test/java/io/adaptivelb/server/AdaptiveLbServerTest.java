package io.adaptivelb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.config.ServerConfiguration;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.plugin.PluginContext;
import io.adaptivelb.plugin.ServerPlugin;
import io.adaptivelb.settings.YamlDocument;
import io.adaptivelb.v1.EndpointWeights;
import io.adaptivelb.v1.GetEndpointWeightsRequest;
import io.adaptivelb.v1.ScoringServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptiveLbServerTest {
  private static final ClusterId SHOP = new ClusterId("shop");

  @TempDir
  private Path data;

  @Test
  void start_withAStaticCluster_publishesItsWeights() {
    try (AdaptiveLbServer server = AdaptiveLbServer.start(configuration(), List.of())) {
      await().until(() -> server.table().find(SHOP).isPresent());
      assertThat(get(server).getEndpointsList())
          .extracting(line -> line.getHost() + ":" + line.getPort())
          .containsExactly("10.0.0.1:80", "10.0.0.2:80");
      assertThat(server.meters().scrape()).contains("adaptivelb_weights_published_total");
    }
  }

  @Test
  void start_again_servesTheWeightsOfTheEarlierLifeUnderAHigherVersion() {
    EndpointWeights before;
    try (AdaptiveLbServer first = AdaptiveLbServer.start(configuration(), List.of())) {
      await().until(() -> first.table().find(SHOP).isPresent());
      before = get(first);
    }
    try (AdaptiveLbServer second = AdaptiveLbServer.start(configuration(), List.of())) {
      // No waiting: they are there before the first client is.
      EndpointWeights after = get(second);
      assertThat(after.getVersion()).isGreaterThan(before.getVersion());
      assertThat(after.getEndpointsList())
          .extracting(io.adaptivelb.v1.EndpointWeight::getWeight)
          .isEqualTo(before.getEndpointsList().stream()
              .map(io.adaptivelb.v1.EndpointWeight::getWeight)
              .toList());
    }
  }

  @Test
  void start_twiceOnTheSameData_isRefused() {
    try (AdaptiveLbServer first = AdaptiveLbServer.start(configuration(), List.of())) {
      assertThat(first.grpcPort()).isPositive();
      assertThatThrownBy(() -> AdaptiveLbServer.start(configuration(), List.of()))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("is in use by another server")
          .hasMessageContaining(data.toString());
    }
  }

  @Test
  void start_withADamagedHistoryOfModels_servesWithoutThem() throws IOException {
    Path models = Files.createDirectories(data.resolve("models"));
    Files.writeString(models.resolve("history.jsonl"), "{\"not\": \"ours\"}\n{}\n");
    try (AdaptiveLbServer server = AdaptiveLbServer.start(configuration(), List.of());
        AdminCalls calls = new AdminCalls(server.adminPort())) {
      await().until(() -> server.table().find(SHOP).isPresent());
      assertThat(calls.get("/api/v1/models").statusCode()).isEqualTo(503);
      await().until(() -> calls.get("/readyz").body().contains("history.jsonl is damaged"));
      assertThat(calls.get("/api/v1/overrides").statusCode()).isEqualTo(200);
      Files.delete(models.resolve("history.jsonl"));
      assertThat(calls.json("/api/v1/models").get("versions")).isEmpty();
    }
  }

  @Test
  void start_onATakenPort_namesIt() {
    try (AdaptiveLbServer first = AdaptiveLbServer.start(configuration(), List.of())) {
      ServerConfiguration same = read(
          "{dataDirectory: %s, grpc: {port: %d}}".formatted(data.resolve("b"), first.grpcPort()));
      assertThatThrownBy(() -> AdaptiveLbServer.start(same, List.of()))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("127.0.0.1:" + first.grpcPort());
    }
  }

  @Test
  void start_withAPluginThatCannot_showsItsMessageAndClosesTheRest() {
    ServerPlugin<Nothing> broken = new Plugin() {
      @Override
      public AutoCloseable start(Nothing settings, PluginContext context) throws Exception {
        throw new IOException("no mesh here");
      }
    };
    assertThatThrownBy(() -> AdaptiveLbServer.start(configuration(), List.of(broken)))
        .isInstanceOf(UserError.class)
        .hasMessage("mesh cannot start: no mesh here");
    try (AdaptiveLbServer next = AdaptiveLbServer.start(configuration(), List.of())) {
      assertThat(next.grpcPort()).isPositive();
    }
  }

  @Test
  void start_withAPlugin_lendsItTheTableAndShowsItsStatus() {
    ServerPlugin<Nothing> plugin = new Plugin() {
      @Override
      public AutoCloseable start(Nothing settings, PluginContext context) {
        context
            .status()
            .register(
                "mesh", () -> Map.of("clusters", "" + context.weights().all().size()));
        return () -> {};
      }
    };
    try (AdaptiveLbServer server = AdaptiveLbServer.start(configuration(), List.of(plugin))) {
      await().until(() -> server.table().find(SHOP).isPresent());
      assertThat(server.plugins().status()).isEqualTo(Map.of("mesh", Map.of("clusters", "1")));
    }
  }

  private ServerConfiguration configuration() {
    return read("""
        dataDirectory: %s
        grpc: {port: 0, shutdownGrace: 100ms}
        admin: {port: 0}
        control: {tick: 1s}
        clusters:
          - name: shop
            discovery:
              endpoints: [{address: "10.0.0.1:80"}, {address: "10.0.0.2:80"}]
        """.formatted(data));
  }

  private static ServerConfiguration read(String yaml) {
    return ServerConfiguration.read(YamlDocument.parse("test.yaml", yaml), List.of());
  }

  private static EndpointWeights get(AdaptiveLbServer server) {
    ManagedChannel channel = Grpc.newChannelBuilder(
            "127.0.0.1:" + server.grpcPort(), InsecureChannelCredentials.create())
        .build();
    try {
      return ScoringServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(10, TimeUnit.SECONDS)
          .getEndpointWeights(
              GetEndpointWeightsRequest.newBuilder().setCluster(SHOP.value()).build());
    } finally {
      channel.shutdownNow();
    }
  }

  /** No settings. */
  public record Nothing() {}

  private abstract static class Plugin implements ServerPlugin<Nothing> {
    @Override
    public String name() {
      return "mesh";
    }

    @Override
    public Nothing defaults() {
      return new Nothing();
    }
  }
}

package io.adaptivelb.xds;

import static io.adaptivelb.xds.XdsCalls.ask;
import static io.adaptivelb.xds.XdsCalls.assignment;
import static io.adaptivelb.xds.XdsCalls.bearer;
import static io.adaptivelb.xds.XdsCalls.delta;
import static io.adaptivelb.xds.XdsCalls.sendBytes;
import static io.adaptivelb.xds.XdsCalls.stateOfTheWorld;
import static io.adaptivelb.xds.XdsCalls.weight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.rpc.Code;
import io.adaptivelb.auth.Principal;
import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.table.WeightTable;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class XdsServerTest {
  private static final String ENDPOINTS = ResourceType.ENDPOINTS.url();

  private final WeightTable weights = new WeightTable();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final XdsServer server;

  XdsServerTest() throws IOException {
    server = start(XdsOptions.onLoopback(), (authorization, peer) -> granted());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aggregated_stateOfTheWorld_getsWeightsAndChanges() throws Exception {
    weights.publish(Snapshots.single("a", 5, 700));
    try (var client = stateOfTheWorld(server)) {
      client.send(ask("edge-1", "", "a"));
      DiscoveryResponse first = client.next();
      assertThat(first.getVersionInfo()).isEqualTo("5");
      assertThat(first.getTypeUrl()).isEqualTo(ENDPOINTS);
      assertThat(weight(first)).isEqualTo(700);

      client.send(ask("", first.getNonce(), "a"));
      weights.publish(Snapshots.single("a", 6, 300));

      DiscoveryResponse second = client.next();
      assertThat(weight(second)).isEqualTo(300);
      assertThat(second.getNonce()).isNotEqualTo(first.getNonce());
      assertThat(server.status()).containsEntry("streams", "1").containsEntry("proxies", "edge-1");
    }
    await().untilAsserted(() -> assertThat(server.status()).containsEntry("streams", "0"));
  }

  @Test
  void aggregated_delta_resumesByVersion() throws Exception {
    weights.publish(Snapshots.single("a", 5, 700));
    weights.publish(Snapshots.single("b", 5, 700));
    try (var client = delta(server)) {
      client.send(DeltaDiscoveryRequest.newBuilder()
          .setTypeUrl(ENDPOINTS)
          .addResourceNamesSubscribe("a")
          .addResourceNamesSubscribe("b")
          .putInitialResourceVersions("a", "5")
          .build());

      DeltaDiscoveryResponse response = client.next();
      assertThat(response.getResourcesList())
          .extracting(resource -> resource.getName() + "@" + resource.getVersion())
          .containsExactly("b@5");
      assertThat(response.getRemovedResourcesList()).isEmpty();
    }
  }

  @Test
  void endpointsAlone_bothProtocols_serve() throws Exception {
    weights.publish(Snapshots.single("a", 5, 700));
    try (RawXdsClient<DiscoveryRequest, DiscoveryResponse> whole = RawXdsClient.open(
            server.port(),
            channel -> EndpointDiscoveryServiceGrpc.newStub(channel)::streamEndpoints);
        RawXdsClient<DeltaDiscoveryRequest, DeltaDiscoveryResponse> delta = RawXdsClient.open(
            server.port(),
            channel -> EndpointDiscoveryServiceGrpc.newStub(channel)::deltaEndpoints)) {
      // On a service of one type the type need not be named.
      whole.send(DiscoveryRequest.newBuilder().addResourceNames("a").build());
      delta.send(
          DeltaDiscoveryRequest.newBuilder().addResourceNamesSubscribe("a").build());

      assertThat(weight(whole.next())).isEqualTo(700);
      assertThat(delta.next().getResourcesCount()).isEqualTo(1);
    }
  }

  @Test
  void refusal_isCountedAndShownWithNodeAndMessage_untilTheNextVersionIsAccepted()
      throws Exception {
    weights.publish(Snapshots.single("a", 5, 700));
    try (var client = stateOfTheWorld(server)) {
      client.send(ask("edge-1", "", "a"));
      client.send(ask("", client.next().getNonce(), "a").toBuilder()
          .setErrorDetail(com.google.rpc.Status.newBuilder()
              .setCode(Code.INVALID_ARGUMENT_VALUE)
              .setMessage("malformed IP address"))
          .build());
      await()
          .untilAsserted(() -> assertThat(server.status())
              .containsEntry("nacks", "1")
              .hasEntrySatisfying(
                  "refused by edge-1: a",
                  text -> assertThat(text).contains("version 5", "malformed IP address")));

      weights.publish(Snapshots.single("a", 6, 300));
      DiscoveryResponse next = client.next();
      assertThat(next.getVersionInfo()).isEqualTo("6");
      client.send(ask("", next.getNonce(), "a"));
      await()
          .untilAsserted(
              () -> assertThat(server.status()).doesNotContainKey("refused by edge-1: a"));
    }
  }

  @Test
  void unknownCluster_isNotAnsweredButShown_andServedOnceItExists() throws Exception {
    try (var client = stateOfTheWorld(server)) {
      client.send(ask("edge-1", "", "later"));
      await()
          .untilAsserted(() -> assertThat(server.status())
              .containsEntry("unknown cluster: later", "asked for by edge-1"));
      assertThat(client.waiting()).isZero();

      weights.publish(Snapshots.single("later", 1, 1_000));

      assertThat(client.next().getVersionInfo()).isEqualTo("1");
      assertThat(server.status()).doesNotContainKey("unknown cluster: later");
    }
  }

  @Test
  void slowClient_skipsToTheNewest() throws Exception {
    weights.publish(Snapshots.single("a", 1, 1));
    try (RawXdsClient<DiscoveryRequest, DiscoveryResponse> slow = RawXdsClient.openSlow(
        server.port(),
        channel -> AggregatedDiscoveryServiceGrpc.newStub(channel)::streamAggregatedResources)) {
      slow.send(ask("slow", "", "a"));
      await().untilAsserted(() -> assertThat(server.status()).containsEntry("behind", "slow"));
      for (int version = 2; version <= 1_000; version++) {
        weights.publish(Snapshots.single("a", version, version));
      }
      slow.request(1);
      DiscoveryResponse first = slow.next();
      slow.request(1);
      slow.send(ask("", first.getNonce(), "a"));

      DiscoveryResponse second = slow.next();
      assertThat(first.getVersionInfo()).isEqualTo("1");
      assertThat(second.getVersionInfo()).isEqualTo("1000");
    }
  }

  @Test
  void grpcClient_getsOneEndpointPerLocality() throws Exception {
    weights.publish(
        Snapshots.of("a", 1).add("10.0.0.1:80", 700).add("10.0.0.2:80", 300).build());
    try (var client = stateOfTheWorld(server)) {
      client.send(ask("", "", "a").toBuilder()
          .setNode(Node.newBuilder().setId("c").setUserAgentName("gRPC Java"))
          .build());

      assertThat(assignment(client.next()).getEndpointsList())
          .extracting(locality -> locality.getLoadBalancingWeight().getValue())
          .containsExactly(700, 300);
    }
  }

  @Test
  void garbage_bytes_endTheStreamAndNothingElse() throws Exception {
    weights.publish(Snapshots.single("a", 1, 1_000));
    ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
        .usePlaintext()
        .build();
    try {
      assertThat(
              sendBytes(channel, new byte[] {(byte) 0xff, 1, 2, 3, (byte) 0x80}).isOk())
          .isFalse();
      assertThat(sendBytes(channel, new byte[5 << 20]).getCode())
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    } finally {
      channel.shutdownNow();
    }
    assertStillServes();
  }

  @Test
  void garbage_typesNamesAndNonces_areNamedOrPassedOver() throws Exception {
    weights.publish(Snapshots.single("a", 1, 1_000));
    try (var noType = stateOfTheWorld(server)) {
      noType.send(DiscoveryRequest.newBuilder().addResourceNames("a").build());
      assertThat(noType.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(noType.end().getDescription()).contains("type_url");
    }
    try (RawXdsClient<DiscoveryRequest, DiscoveryResponse> wrongType = RawXdsClient.open(
        server.port(), channel -> EndpointDiscoveryServiceGrpc.newStub(channel)::streamEndpoints)) {
      wrongType.send(DiscoveryRequest.newBuilder().setTypeUrl("type/of.Nothing").build());
      assertThat(wrongType.end().getDescription()).contains("type/of.Nothing");
    }
    try (var odd = stateOfTheWorld(server)) {
      odd.send(ask("odd\u0007node", "", "a").toBuilder().setTypeUrl("secrets").build());
      odd.send(ask("", "never sent", "a", "\u0000", "x".repeat(10_000)));
      assertThat(odd.next().getVersionInfo()).isEqualTo("1");
      odd.send(ask("", "never sent either", "b"));
      assertThat(server.status()).containsEntry("not served: secrets", "asked for by odd node");
      await()
          .untilAsserted(() -> assertThat(meters
                  .counter("adaptivelb.xds.requests.ignored", "reason", "stale_nonce")
                  .count())
              .isEqualTo(1));
      assertThat(odd.isOpen()).isTrue();
    }
    assertStillServes();
  }

  @Test
  void garbage_tooManyNames_endTheStream() throws Exception {
    weights.publish(Snapshots.single("a", 1, 1_000));
    List<String> names =
        IntStream.range(0, 20_000).mapToObj(i -> "cluster-" + i).toList();
    try (var greedy = stateOfTheWorld(server)) {
      greedy.send(DiscoveryRequest.newBuilder()
          .setTypeUrl(ENDPOINTS)
          .addAllResourceNames(names)
          .build());

      assertThat(greedy.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(greedy.end().getDescription()).contains("10000 resource names");
    }
    assertStillServes();
  }

  @Test
  void thousandsOfNames_areServedAndTheStatusStaysShort() throws Exception {
    weights.publish(Snapshots.single("cluster-7", 1, 1_000));
    List<String> names = IntStream.range(0, 9_000).mapToObj(i -> "cluster-" + i).toList();
    try (var client = stateOfTheWorld(server)) {
      client.send(DiscoveryRequest.newBuilder()
          .setTypeUrl(ENDPOINTS)
          .addAllResourceNames(names)
          .build());

      assertThat(client.next().getResourcesCount()).isEqualTo(1);
      assertThat(server.status()).hasSizeLessThan(40);
    }
  }

  @Test
  void silentStream_isEnded() throws Exception {
    XdsOptions all = XdsOptions.onLoopback();
    XdsOptions impatient = new XdsOptions(
        "127.0.0.1",
        0,
        InsecureServerCredentials.create(),
        all.maxRequestBytes(),
        all.maxStreams(),
        Duration.ZERO,
        Duration.ofMillis(50),
        all.keepAliveInterval(),
        all.keepAliveTimeout());
    try (XdsServer other = start(impatient, (authorization, peer) -> granted());
        var silent = stateOfTheWorld(other)) {
      assertThat(silent.end().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void tooManyStreams_areRefused() throws Exception {
    XdsOptions all = XdsOptions.onLoopback();
    XdsOptions small = new XdsOptions(
        "127.0.0.1",
        0,
        InsecureServerCredentials.create(),
        all.maxRequestBytes(),
        1,
        Duration.ZERO,
        all.firstRequestTimeout(),
        all.keepAliveInterval(),
        all.keepAliveTimeout());
    weights.publish(Snapshots.single("a", 1, 1_000));
    try (XdsServer other = start(small, (authorization, peer) -> granted());
        var first = stateOfTheWorld(other)) {
      first.send(ask("first", "", "a"));
      first.next();
      try (var second = stateOfTheWorld(other)) {
        assertThat(second.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      }
      weights.publish(Snapshots.single("a", 2, 1));
      first.send(ask("", "1", "a"));
      assertThat(first.next().getVersionInfo()).isEqualTo("2");
    }
  }

  @Test
  void tokenDemanded_withoutOne_isRefused() throws Exception {
    TokenVerifier strict = (authorization, peer) -> "Bearer right".equals(authorization)
        ? granted()
        : new TokenVerifier.Refused(TokenVerifier.Reason.UNKNOWN, "not one of ours");
    weights.publish(Snapshots.single("a", 1, 1_000));
    try (XdsServer guarded = start(XdsOptions.onLoopback(), strict);
        var stranger = stateOfTheWorld(guarded);
        RawXdsClient<DiscoveryRequest, DiscoveryResponse> known = RawXdsClient.open(
            guarded.port(),
            channel -> AggregatedDiscoveryServiceGrpc.newStub(channel)
                .withInterceptors(bearer("right"))::streamAggregatedResources)) {
      assertThat(stranger.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      known.send(ask("known", "", "a"));
      assertThat(known.next().getVersionInfo()).isEqualTo("1");
    }
  }

  @Test
  void start_portTaken_namesIt() {
    XdsOptions all = XdsOptions.onLoopback();
    XdsOptions taken = new XdsOptions(
        "127.0.0.1",
        server.port(),
        all.credentials(),
        all.maxRequestBytes(),
        all.maxStreams(),
        all.pushJitter(),
        all.firstRequestTimeout(),
        all.keepAliveInterval(),
        all.keepAliveTimeout());

    assertThatThrownBy(() -> start(taken, (authorization, peer) -> granted()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + server.port());
  }

  private XdsServer start(XdsOptions options, TokenVerifier tokens) throws IOException {
    return XdsServer.start(options, weights, tokens, meters, InstantSource.system());
  }

  private void assertStillServes() throws Exception {
    try (var client = stateOfTheWorld(server)) {
      client.send(ask("edge-1", "", "a"));
      assertThat(client.next().getVersionInfo()).isEqualTo("1");
    }
  }

  private static TokenVerifier.Verdict granted() {
    return new TokenVerifier.Granted(Principal.ANONYMOUS);
  }
}

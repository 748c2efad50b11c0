package io.adaptivelb.rpc;

import static io.adaptivelb.rpc.ApiFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.RetryInfo;
import io.adaptivelb.loop.Snapshots;
import io.adaptivelb.v1.EndpointWeights;
import io.adaptivelb.v1.ScoringServiceGrpc;
import io.adaptivelb.v1.WatchEndpointWeightsRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchTest {
  @Test
  void watch_sendsTheSnapshotThenEveryChange() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      fixture.table.publish(Snapshots.rich(SHOP, 1, 3));
      Client client = new Client(fixture, "shop", 0);
      client.request(10);
      assertThat(client.next().getVersion()).isEqualTo(1);
      fixture.table.publish(Snapshots.rich(SHOP, 2, 4));
      assertThat(client.next().getEndpointsCount()).isEqualTo(4);
      fixture.table.publish(Snapshots.rich(SHOP, 3, 3));
      assertThat(client.next().getVersion()).isEqualTo(3);
    }
  }

  @Test
  void watch_withTheVersionInForce_waitsForAChange() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      fixture.table.publish(Snapshots.rich(SHOP, 5, 3));
      Client current = new Client(fixture, "shop", 5);
      current.request(10);
      Client behind = new Client(fixture, "shop", 4);
      behind.request(10);
      Client ahead = new Client(fixture, "shop", 6);
      ahead.request(10);
      assertThat(behind.next().getVersion()).isEqualTo(5);
      assertThat(ahead.next().getVersion()).isEqualTo(5);
      fixture.table.publish(Snapshots.rich(SHOP, 6, 3));
      assertThat(current.next().getVersion()).isEqualTo(6);
    }
  }

  @Test
  void watch_sameVersionAgain_sendsNothing() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      fixture.table.publish(Snapshots.rich(SHOP, 1, 3));
      Client client = new Client(fixture, "shop", 0);
      client.request(10);
      assertThat(client.next().getVersion()).isEqualTo(1);
      fixture.table.publish(Snapshots.rich(SHOP, 1, 3));
      fixture.table.publish(Snapshots.rich(SHOP, 2, 3));
      assertThat(client.next().getVersion()).isEqualTo(2);
    }
  }

  @Test
  void slowClient_skipsToTheNewestAndIsNotBufferedFor() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      // Each message is larger than a stream's flow-control window can take a few of.
      fixture.table.publish(Snapshots.rich(SHOP, 1, 2_000));
      Client client = new Client(fixture, "shop", 0);
      client.request(1);
      assertThat(client.next().getVersion()).isEqualTo(1);
      int last = 60;
      for (int version = 2; version <= last; version++) {
        fixture.table.publish(Snapshots.rich(SHOP, version, 2_000));
      }
      await().until(() -> fixture.meters.counter("adaptivelb.rpc.skipped").count() > 0);
      client.request(100);
      List<Long> versions = new ArrayList<>();
      do {
        versions.add(client.next().getVersion());
      } while (versions.getLast() < last);
      assertThat(versions).isSorted().doesNotHaveDuplicates().hasSizeLessThan(last / 2);
    }
  }

  @Test
  void cancelledWatch_isForgotten() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      fixture.table.publish(Snapshots.rich(SHOP, 1, 3));
      Client client = new Client(fixture, "shop", 0);
      client.request(1);
      client.next();
      assertThat(streams(fixture)).isEqualTo(1);
      client.call.cancel("had enough", null);
      await().until(() -> streams(fixture) == 0);
      fixture.table.publish(Snapshots.rich(SHOP, 2, 3));
    }
  }

  @Test
  void streamsBeyondTheLimitOfAConnection_wait() throws Exception {
    try (ApiFixture fixture = new ApiFixture()) {
      fixture.table.publish(Snapshots.rich(SHOP, 1, 3));
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Client client = new Client(fixture, "shop", 0);
        client.request(1);
        client.next();
        clients.add(client);
      }
      Client fourth = new Client(fixture, "shop", 0);
      fourth.request(1);
      // The server told the client of its limit: the call is not even sent until another ends.
      assertThat(streams(fixture)).isEqualTo(3);
      clients.get(0).call.cancel("done", null);
      await().until(() -> streams(fixture) < 3);
      // gRPC Java has written the waiting call now, but flushes it with its next frame only.
      clients.get(1).call.cancel("done", null);
      assertThat(fourth.next().getVersion()).isEqualTo(1);
    }
  }

  @Test
  void close_endsStreamsWithARetry() throws Exception {
    ApiFixture fixture = new ApiFixture();
    fixture.table.publish(Snapshots.rich(SHOP, 1, 3));
    Client client = new Client(fixture, "shop", 0);
    client.request(10);
    client.next();
    fixture.api.close();
    Status status = client.closed.get(20, TimeUnit.SECONDS);
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).isEqualTo("the server is stopping");
    assertThat(client.details.get(20, TimeUnit.SECONDS).getDetails(0).is(RetryInfo.class))
        .isTrue();
    fixture.close();
  }

  private static double streams(ApiFixture fixture) {
    return fixture.meters.get("adaptivelb.rpc.streams").gauge().value();
  }

  /** Asks for messages only when told to. */
  private static final class Client extends ClientCall.Listener<EndpointWeights> {
    final ClientCall<WatchEndpointWeightsRequest, EndpointWeights> call;
    final CompletableFuture<Status> closed = new CompletableFuture<>();
    final CompletableFuture<com.google.rpc.Status> details = new CompletableFuture<>();
    private final BlockingQueue<EndpointWeights> messages = new LinkedBlockingQueue<>();

    Client(ApiFixture fixture, String cluster, long resumeVersion) {
      call = fixture.channel.newCall(
          ScoringServiceGrpc.getWatchEndpointWeightsMethod(), CallOptions.DEFAULT);
      call.start(this, new Metadata());
      call.sendMessage(WatchEndpointWeightsRequest.newBuilder()
          .setCluster(cluster)
          .setResumeVersion(resumeVersion)
          .build());
      call.halfClose();
    }

    void request(int count) {
      call.request(count);
    }

    EndpointWeights next() throws InterruptedException {
      EndpointWeights message = messages.poll(20, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message within 20 s; " + closed);
      }
      return message;
    }

    @Override
    public void onMessage(EndpointWeights message) {
      messages.add(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      details.complete(StatusProto.fromStatusAndTrailers(status, trailers));
      closed.complete(status);
    }
  }
}

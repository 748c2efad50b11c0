package io.adaptivelb.xds;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a test says to an xDS server, and reads of its answers. */
final class XdsCalls {
  private XdsCalls() {}

  static RawXdsClient<DiscoveryRequest, DiscoveryResponse> stateOfTheWorld(XdsServer server) {
    return RawXdsClient.open(
        server.port(),
        channel -> AggregatedDiscoveryServiceGrpc.newStub(channel)::streamAggregatedResources);
  }

  static RawXdsClient<DeltaDiscoveryRequest, DeltaDiscoveryResponse> delta(XdsServer server) {
    return RawXdsClient.open(
        server.port(),
        channel -> AggregatedDiscoveryServiceGrpc.newStub(channel)::deltaAggregatedResources);
  }

  static DiscoveryRequest ask(String node, String nonce, String... names) {
    DiscoveryRequest.Builder request = DiscoveryRequest.newBuilder()
        .setTypeUrl(ResourceType.ENDPOINTS.url())
        .setResponseNonce(nonce)
        .addAllResourceNames(List.of(names));
    return node.isEmpty()
        ? request.build()
        : request.setNode(Node.newBuilder().setId(node)).build();
  }

  static ClusterLoadAssignment assignment(DiscoveryResponse response)
      throws InvalidProtocolBufferException {
    return response.getResources(0).unpack(ClusterLoadAssignment.class);
  }

  static int weight(DiscoveryResponse response) throws InvalidProtocolBufferException {
    return assignment(response)
        .getEndpoints(0)
        .getLbEndpoints(0)
        .getLoadBalancingWeight()
        .getValue();
  }

  static ClientInterceptor bearer(String token) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  /** Sends bytes that are no message of ours and returns how the server ended the call. */
  static Status sendBytes(Channel channel, byte[] bytes) throws InterruptedException {
    MethodDescriptor.Marshaller<byte[]> raw = new MethodDescriptor.Marshaller<>() {
      @Override
      public InputStream stream(byte[] value) {
        return new ByteArrayInputStream(value);
      }

      @Override
      public byte[] parse(InputStream in) {
        return new byte[0];
      }
    };
    ClientCall<byte[], byte[]> call = channel.newCall(
        MethodDescriptor.newBuilder(raw, raw)
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod()
                .getFullMethodName())
            .build(),
        CallOptions.DEFAULT);
    var ended = new CompletableFuture<Status>();
    var requests = ClientCalls.asyncBidiStreamingCall(call, new StreamObserver<byte[]>() {
      @Override
      public void onNext(byte[] value) {}

      @Override
      public void onError(Throwable cause) {
        ended.complete(Status.fromThrowable(cause));
      }

      @Override
      public void onCompleted() {
        ended.complete(Status.OK);
      }
    });
    requests.onNext(bytes);
    try {
      return ended.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the server did not end the call", e);
    }
  }
}

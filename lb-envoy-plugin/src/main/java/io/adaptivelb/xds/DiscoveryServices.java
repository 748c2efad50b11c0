package io.adaptivelb.xds;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The four streaming methods: aggregated and endpoints only, each in both protocols. */
final class DiscoveryServices {
  private final XdsStreams streams;
  private final ScheduledExecutorService scheduler;
  private final Duration firstRequestTimeout;

  DiscoveryServices(
      XdsStreams streams, ScheduledExecutorService scheduler, Duration firstRequestTimeout) {
    this.streams = streams;
    this.scheduler = scheduler;
    this.firstRequestTimeout = firstRequestTimeout;
  }

  List<BindableService> all() {
    return List.of(new Aggregated(), new Endpoints());
  }

  private final class Aggregated
      extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase {
    @Override
    public StreamObserver<DiscoveryRequest> streamAggregatedResources(
        StreamObserver<DiscoveryResponse> out) {
      return open(new Protocol.StateOfTheWorld(), Optional.empty(), out);
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
        StreamObserver<DeltaDiscoveryResponse> out) {
      return open(new Protocol.Delta(), Optional.empty(), out);
    }
  }

  private final class Endpoints
      extends EndpointDiscoveryServiceGrpc.EndpointDiscoveryServiceImplBase {
    @Override
    public StreamObserver<DiscoveryRequest> streamEndpoints(StreamObserver<DiscoveryResponse> out) {
      return open(new Protocol.StateOfTheWorld(), Optional.of(ResourceType.ENDPOINTS), out);
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaEndpoints(
        StreamObserver<DeltaDiscoveryResponse> out) {
      return open(new Protocol.Delta(), Optional.of(ResourceType.ENDPOINTS), out);
    }
  }

  private <Q, R> StreamObserver<Q> open(
      Protocol<Q, R> protocol, Optional<ResourceType> only, StreamObserver<R> observer) {
    ServerCallStreamObserver<R> out = (ServerCallStreamObserver<R>) observer;
    XdsStream<Q, R> stream = new XdsStream<>(protocol, only, streams, out);
    out.setOnReadyHandler(stream::drain);
    out.setOnCancelHandler(() -> stream.onError(Status.CANCELLED.asRuntimeException()));
    if (!streams.add(stream)) {
      stream.fail(
          Status.RESOURCE_EXHAUSTED.withDescription("this server has no room for more streams"));
      return stream;
    }
    var unused = scheduler.schedule(
        () -> {
          if (!stream.isOpened()) {
            stream.fail(Status.DEADLINE_EXCEEDED.withDescription(
                "no request within %s".formatted(firstRequestTimeout)));
          }
        },
        firstRequestTimeout.toNanos(),
        TimeUnit.NANOSECONDS);
    return stream;
  }
}

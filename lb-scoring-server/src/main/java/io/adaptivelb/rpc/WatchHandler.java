package io.adaptivelb.rpc;

import com.google.protobuf.ByteString;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.rpc.Marshallers.Request;
import io.adaptivelb.table.PublishedWeights;
import io.adaptivelb.table.WeightTable;
import io.adaptivelb.v1.WatchEndpointWeightsRequest;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Streams of weights: the snapshot in force, then every change.
 *
 * <p>Nothing is queued: a stream holds the version that was sent last, and whenever its client can take a message it gets
 * the newest. A client that falls behind therefore skips versions, and costs no more than one message in Netty's buffer.
 * Fan-out runs on the given executor, not on the publisher's thread.
 */
final class WatchHandler extends SingleRequest<WatchEndpointWeightsRequest>
    implements AutoCloseable {
  private final Requests requests;
  private final Executor fanOut;
  private final RpcMetrics metrics;
  private final Map<ClusterId, Set<Watch>> watches = new ConcurrentHashMap<>();
  private final Set<ClusterId> changed = ConcurrentHashMap.newKeySet();
  private final WeightTable.Subscription subscription;
  private volatile boolean closed;

  WatchHandler(Requests requests, Executor fanOut, RpcMetrics metrics, RpcMetrics.Method method) {
    super(method);
    this.requests = requests;
    this.fanOut = fanOut;
    this.metrics = metrics;
    subscription = requests.table().subscribe(snapshot -> publish(snapshot.cluster()));
  }

  @Override
  Answer handle(
      WatchEndpointWeightsRequest request,
      ServerCall<Request<WatchEndpointWeightsRequest>, ByteString> call) {
    ClusterId cluster = Requests.cluster(request.getCluster());
    if (request.getResumeVersion() < 0) {
      throw Problem.invalid(
          "resume_version",
          "resume_version is %d; it must be ≥ 0".formatted(request.getResumeVersion()));
    }
    requests.weights(cluster);
    if (closed) {
      throw stopping();
    }
    Watch watch = new Watch(cluster, call, request.getResumeVersion());
    metrics.opened();
    call.sendHeaders(new Metadata());
    watches.computeIfAbsent(cluster, c -> ConcurrentHashMap.newKeySet()).add(watch);
    watch.pump();
    if (closed) {
      watch.end(stopping()); // It came while close() went through the others.
    }
    return watch;
  }

  private void publish(ClusterId cluster) {
    if (watches.containsKey(cluster) && changed.add(cluster)) {
      fanOut.execute(() -> {
        changed.remove(cluster);
        watches.getOrDefault(cluster, Set.of()).forEach(Watch::pump);
      });
    }
  }

  private static StatusRuntimeException stopping() {
    return Problem.retry("the server is stopping", 1);
  }

  /** Ends all streams: clients come back, to this server or another, with the version that they have. */
  @Override
  public void close() {
    closed = true;
    subscription.close();
    watches.values().forEach(set -> set.forEach(watch -> watch.end(stopping())));
  }

  /** One stream. Thread-safe: pumped by the fan-out and by the transport. */
  private final class Watch implements Answer {
    private final ClusterId cluster;
    private final ServerCall<Request<WatchEndpointWeightsRequest>, ByteString> call;
    private long sent;
    private boolean over;

    Watch(
        ClusterId cluster,
        ServerCall<Request<WatchEndpointWeightsRequest>, ByteString> call,
        long resumeVersion) {
      this.cluster = cluster;
      this.call = call;
      this.sent = resumeVersion;
    }

    /** Sends the newest snapshot if the client has not got it and can take it. */
    synchronized void pump() {
      if (over) {
        return;
      }
      PublishedWeights newest = requests.weights(cluster);
      if (newest.snapshot().version() == sent) {
        return;
      }
      if (!call.isReady()) {
        metrics.skipped();
        return;
      }
      sent = newest.snapshot().version();
      call.sendMessage(newest.message());
      metrics.pushed();
    }

    synchronized void end(StatusRuntimeException problem) {
      if (!over) {
        ended();
        fail(call, problem);
      }
    }

    @Override
    public void ready() {
      pump();
    }

    @Override
    public synchronized void ended() {
      if (!over) {
        over = true;
        metrics.closed();
        Set<Watch> all = watches.get(cluster);
        if (all != null) {
          all.remove(this);
        }
      }
    }
  }
}

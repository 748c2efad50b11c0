package io.adaptivelb.healthcheck;

import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.fetch.Failures;
import io.adaptivelb.fetch.Network;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls {@code grpc.health.v1.Health/Check} over a channel that it keeps. */
final class GrpcProbe implements Probe {
  private static final int MAX_MESSAGE_BYTES = 4 << 10;

  private final HealthCheckRequest request;
  private final Duration timeout;
  private final ManagedChannel channel;
  private final Runnable onSuspicion;
  private final AtomicBoolean closed = new AtomicBoolean();

  GrpcProbe(
      String service,
      Duration timeout,
      String host,
      int port,
      Network network,
      Runnable onSuspicion) {
    this.request = HealthCheckRequest.newBuilder().setService(service).build();
    this.timeout = timeout;
    this.onSuspicion = onSuspicion;
    this.channel = NettyChannelBuilder.forAddress(host, port)
        .eventLoopGroup(network.group())
        .channelType(network.sockets())
        .directExecutor()
        .usePlaintext()
        .disableRetry()
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .build();
    watch();
  }

  @Override
  public void check(Consumer<ProbeResult> answer) {
    // After a failure the channel would wait, longer and longer, before it connects again.
    channel.resetConnectBackoff();
    ClientCall<HealthCheckRequest, HealthCheckResponse> call = channel.newCall(
        HealthGrpc.getCheckMethod(),
        CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS));
    ClientCalls.asyncUnaryCall(call, request, new Answer(answer));
  }

  @Override
  public void close() {
    closed.set(true);
    channel.shutdownNow();
  }

  /** A connection that was good and is gone is the first sign that a process died. */
  private void watch() {
    ConnectivityState state = channel.getState(false);
    channel.notifyWhenStateChanged(state, () -> {
      if (closed.get()) {
        return;
      }
      if (state == ConnectivityState.READY) {
        onSuspicion.run();
      }
      watch();
    });
  }

  private static SourceFailure failure(Throwable cause) {
    Status status = Status.fromThrowable(cause);
    for (Throwable t = status.getCause(); t != null; t = t.getCause()) {
      if (t instanceof ConnectException) {
        return Failures.of(t);
      }
    }
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED ->
        new SourceFailure(FailureCode.TIMEOUT, "no answer within the check's timeout");
      case UNAVAILABLE ->
        new SourceFailure(FailureCode.CONNECTION_FAILED, text("UNAVAILABLE", status));
      default ->
        new SourceFailure(FailureCode.GRPC_STATUS, text(status.getCode().name(), status));
    };
  }

  private static String text(String code, Status status) {
    String description = status.getDescription();
    return description == null ? code : code + " " + SourceFailure.quote(description);
  }

  private static final class Answer implements StreamObserver<HealthCheckResponse> {
    private final Consumer<ProbeResult> answer;
    private @Nullable HealthCheckResponse response;

    Answer(Consumer<ProbeResult> answer) {
      this.answer = answer;
    }

    @Override
    public void onNext(HealthCheckResponse next) {
      response = next;
    }

    @Override
    public void onError(Throwable cause) {
      answer.accept(new ProbeResult.Failed(failure(cause)));
    }

    @Override
    public void onCompleted() {
      HealthCheckResponse last = response;
      ServingStatus status = last == null ? ServingStatus.UNKNOWN : last.getStatus();
      answer.accept(
          status == ServingStatus.SERVING
              ? new ProbeResult.Passed("SERVING")
              : new ProbeResult.Failed(new SourceFailure(FailureCode.NOT_SERVING, status.name())));
    }
  }
}

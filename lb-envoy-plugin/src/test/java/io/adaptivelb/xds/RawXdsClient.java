package io.adaptivelb.xds;

import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client that sends what the test says and hands over what comes, with flow control in the test's hands. */
final class RawXdsClient<Q, R> implements ClientResponseObserver<Q, R>, AutoCloseable {
  private final BlockingQueue<R> responses = new LinkedBlockingQueue<>();
  private final ManagedChannel channel;
  private final boolean manual;
  private final StreamObserver<Q> requests;
  private @Nullable ClientCallStreamObserver<Q> call;
  private volatile @Nullable Status end;

  private RawXdsClient(
      int port,
      boolean manual,
      Function<ManagedChannel, Function<StreamObserver<R>, StreamObserver<Q>>> method) {
    this.manual = manual;
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    this.requests = method.apply(channel).apply(this);
  }

  static <Q, R> RawXdsClient<Q, R> open(
      int port, Function<ManagedChannel, Function<StreamObserver<R>, StreamObserver<Q>>> method) {
    return new RawXdsClient<>(port, false, method);
  }

  /** Takes responses only when {@link #request} says so. */
  static <Q, R> RawXdsClient<Q, R> openSlow(
      int port, Function<ManagedChannel, Function<StreamObserver<R>, StreamObserver<Q>>> method) {
    return new RawXdsClient<>(port, true, method);
  }

  void send(Q request) {
    requests.onNext(request);
  }

  void request(int count) {
    if (call != null) {
      call.request(count);
    }
  }

  R next() throws InterruptedException {
    R response = responses.poll(10, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("no response within 10 s; the stream's end: " + end);
    }
    return response;
  }

  int waiting() {
    return responses.size();
  }

  Status end() {
    await().atMost(Duration.ofSeconds(10)).until(() -> end != null);
    return end == null ? Status.UNKNOWN : end;
  }

  boolean isOpen() {
    return end == null;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> observer) {
    call = observer;
    if (manual) {
      observer.disableAutoRequestWithInitial(0);
    }
  }

  @Override
  public void onNext(R response) {
    responses.add(response);
  }

  @Override
  public void onError(Throwable cause) {
    end = Status.fromThrowable(cause);
  }

  @Override
  public void onCompleted() {
    end = Status.OK;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}

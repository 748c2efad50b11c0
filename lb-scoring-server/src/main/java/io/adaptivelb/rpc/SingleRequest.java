package io.adaptivelb.rpc;

import com.google.protobuf.ByteString;
import io.adaptivelb.rpc.Marshallers.Request;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles calls of one request: waits for it, and turns what goes wrong into a status. */
abstract class SingleRequest<T> implements ServerCallHandler<Request<T>, ByteString> {
  private static final Logger log = LoggerFactory.getLogger(SingleRequest.class);

  private final RpcMetrics.Method metrics;

  SingleRequest(RpcMetrics.Method metrics) {
    this.metrics = metrics;
  }

  /**
   * Answers, now or later.
   *
   * @throws StatusRuntimeException what the client is told
   */
  abstract Answer handle(T request, ServerCall<Request<T>, ByteString> call);

  /** What happens to a call after its request was taken. */
  interface Answer {
    /** Nothing more: it is complete, or completes by itself. */
    Answer DONE = new Answer() {};

    /** The client can take more. */
    default void ready() {}

    /** The call is over. */
    default void ended() {}
  }

  @Override
  public final ServerCall.Listener<Request<T>> startCall(
      ServerCall<Request<T>, ByteString> call, Metadata headers) {
    // Two, so that a second request is seen and refused.
    call.request(2);
    return new Listener(call);
  }

  /** One message and the end of a call. */
  final void complete(ServerCall<Request<T>, ByteString> call, ByteString message) {
    metrics.ok();
    call.sendHeaders(new Metadata());
    call.sendMessage(message);
    call.close(Status.OK, new Metadata());
  }

  final void fail(ServerCall<Request<T>, ByteString> call, StatusRuntimeException problem) {
    metrics.failed(problem.getStatus().getCode());
    Metadata trailers = problem.getTrailers();
    call.close(problem.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  private final class Listener extends ServerCall.Listener<Request<T>> {
    private final ServerCall<Request<T>, ByteString> call;
    private @Nullable Request<T> request;
    private Answer answer = Answer.DONE;
    private boolean refused;

    Listener(ServerCall<Request<T>, ByteString> call) {
      this.call = call;
    }

    @Override
    public void onMessage(Request<T> message) {
      if (request != null && !refused) {
        refused = true;
        fail(call, Problem.invalid("", "the method takes one request, a second one came"));
      }
      request = message;
    }

    @Override
    public void onHalfClose() {
      if (refused) {
        return;
      }
      try {
        answer = handle(parsed(), call);
      } catch (StatusRuntimeException e) {
        fail(call, e);
      } catch (RuntimeException e) {
        log.error("{} failed", call.getMethodDescriptor().getFullMethodName(), e);
        fail(call, Problem.internal());
      }
    }

    private T parsed() {
      if (request == null) {
        throw Problem.invalid("", "the method takes one request, none came");
      }
      return switch (request) {
        case Request.Parsed<T> parsed -> parsed.message();
        case Request.Garbage<T> garbage ->
          throw Problem.invalid("", "the request is no valid message: " + garbage.reason());
      };
    }

    @Override
    public void onReady() {
      answer.ready();
    }

    @Override
    public void onCancel() {
      answer.ended();
    }

    @Override
    public void onComplete() {
      answer.ended();
    }
  }
}

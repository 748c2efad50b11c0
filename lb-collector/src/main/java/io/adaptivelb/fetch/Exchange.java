package io.adaptivelb.fetch;

import static io.adaptivelb.failure.FailureCode.BODY_TOO_LARGE;

import io.adaptivelb.failure.SourceFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request and what has come of its answer so far. Confined to its connection's thread. */
final class Exchange {
  private final Request request;
  private final Receiver receiver;
  private final Budget budget;
  private final long startNanos;
  private @Nullable Future<?> deadline;
  private @Nullable HttpResponse head;
  private @Nullable ByteBuf body;
  private boolean retried;

  Exchange(Request request, Receiver receiver, Budget budget) {
    this.request = request;
    this.receiver = receiver;
    this.budget = budget;
    this.startNanos = System.nanoTime();
  }

  Request request() {
    return request;
  }

  void deadline(Future<?> timer) {
    deadline = timer;
  }

  boolean started() {
    return head != null;
  }

  /** Whether this exchange may be tried on a new connection; says yes once, and only before an answer began. */
  boolean retry() {
    boolean first = !retried && head == null;
    retried = true;
    return first;
  }

  void head(HttpResponse response, Channel channel) throws SourceFailure {
    head = response;
    long declared = HttpUtil.getContentLength(response, -1L);
    if (declared > request.maxBodyBytes()) {
      throw new SourceFailure(
          BODY_TOO_LARGE,
          "the body has %d bytes; at most %d are allowed"
              .formatted(declared, request.maxBodyBytes()));
    }
    body = channel.alloc().heapBuffer(declared > 0 ? (int) declared : 1024);
  }

  void content(ByteBuf more) throws SourceFailure {
    ByteBuf soFar = body;
    if (soFar == null) {
      return;
    }
    int held = soFar.readableBytes();
    int size = more.readableBytes();
    if (size > request.maxBodyBytes() - held) {
      throw new SourceFailure(
          BODY_TOO_LARGE,
          "the body has more than the %d bytes that are allowed".formatted(request.maxBodyBytes()));
    }
    if (!budget.take(held, size)) {
      throw new SourceFailure(
          BODY_TOO_LARGE,
          "all bodies under way hold the %d bytes that are allowed, this one %d of them"
              .formatted(budget.limit(), held));
    }
    soFar.writeBytes(more);
  }

  void succeed() {
    HttpResponse response = head;
    ByteBuf whole = body;
    if (response == null || whole == null) {
      throw new IllegalStateException("an answer without a head ended");
    }
    try {
      receiver.received(new Response(
          response.status().code(),
          response.headers().get(HttpHeaderNames.CONTENT_TYPE, ""),
          response.headers().get(HttpHeaderNames.LOCATION, ""),
          whole.array(),
          whole.arrayOffset() + whole.readerIndex(),
          whole.arrayOffset() + whole.writerIndex(),
          Duration.ofNanos(System.nanoTime() - startNanos)));
    } finally {
      release();
    }
  }

  void fail(SourceFailure failure) {
    release();
    receiver.failed(failure);
  }

  /** What was under way, for the message of a missed deadline. */
  String stage(boolean connected) {
    if (!connected) {
      return "connecting";
    }
    return body == null
        ? "no answer yet"
        : "%d bytes of the body had come".formatted(body.readableBytes());
  }

  private void release() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
    if (body != null) {
      budget.giveBack(body.readableBytes());
      body.release();
      body = null;
    }
  }
}

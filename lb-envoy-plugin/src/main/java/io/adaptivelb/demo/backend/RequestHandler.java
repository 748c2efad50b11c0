package io.adaptivelb.demo.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;

/** Speaks HTTP/1.1 for one connection to a backend; bodies are ignored. */
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {
  /** The response header that names the backend, so that a client can tell whom it reached through a proxy. */
  static final String BACKEND_HEADER = "x-backend";

  /** The request header with the work of this request, as a multiple of the mean; 1 where it is missing. */
  static final String WORK_HEADER = "x-work";

  /** The response header that tells a refusal for overload from a failure. */
  private static final String REJECTED_HEADER = "x-rejected";

  /** What {@link #WORK_HEADER} may say. */
  static final String WORK_RULE = "x-work must be a number in 0…100";

  private static final double MAX_WORK = 100;

  private final BackendProcess process;

  RequestHandler(BackendProcess process) {
    this.process = process;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message.decoderResult().isFailure()) {
      drop(context);
    } else if (message instanceof HttpRequest request) {
      route(context, request);
    } else if (!(message instanceof LastHttpContent)) {
      drop(context);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    drop(context);
  }

  private void route(ChannelHandlerContext context, HttpRequest request) {
    switch (path(request)) {
      case "/work" -> work(context, request.headers().get(WORK_HEADER, "1"));
      case "/healthz" -> respond(context, HttpResponseStatus.OK, text("ok\n"));
      case "/metrics", "/actuator/prometheus" ->
        respond(context, HttpResponseStatus.OK, text(process.page()));
      default -> respond(context, HttpResponseStatus.NOT_FOUND, text("not found\n"));
    }
  }

  /** The work that a header asks for; NaN when it breaks the rule. */
  static double work(String header) {
    try {
      double work = Double.parseDouble(header);
      return work >= 0 && work <= MAX_WORK ? work : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private void work(ChannelHandlerContext context, String header) {
    double work = work(header);
    if (Double.isNaN(work)) {
      respond(context, HttpResponseStatus.BAD_REQUEST, text(WORK_RULE + "\n"));
      return;
    }
    process.serve(
        work,
        status -> respond(context, HttpResponseStatus.valueOf(status), Unpooled.EMPTY_BUFFER));
  }

  private void respond(ChannelHandlerContext context, HttpResponseStatus status, ByteBuf body) {
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(BACKEND_HEADER, process.name());
    if (status.code() == BackendProcess.OVERLOADED) {
      response.headers().set(REJECTED_HEADER, "queue-full");
    }
    ChannelFuture unused = context.writeAndFlush(response, context.voidPromise());
  }

  private static void drop(ChannelHandlerContext context) {
    ChannelFuture unused = context.close();
  }

  private static String path(HttpRequest request) {
    int query = request.uri().indexOf('?');
    return query < 0 ? request.uri() : request.uri().substring(0, query);
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }
}

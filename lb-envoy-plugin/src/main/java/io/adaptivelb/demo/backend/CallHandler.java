package io.adaptivelb.demo.backend;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;

/**
 * Serves one gRPC call: {@code /adaptivelb.demo.Backend/Work}, an empty message for an empty message, with the work in the
 * {@code x-work} header. Written on HTTP/2 frames (gRPC over HTTP/2, PROTOCOL-HTTP2.md), so that a backend's workers, faults
 * and death are the same for both of its protocols.
 */
final class CallHandler extends SimpleChannelInboundHandler<Http2StreamFrame> {
  static final String PATH = "/adaptivelb.demo.Backend/Work";

  private static final String OK = "0";
  private static final String INVALID_ARGUMENT = "3";
  private static final String UNIMPLEMENTED = "12";
  private static final String INTERNAL = "13";
  private static final String UNAVAILABLE = "14";

  /** An empty message behind its prefix: not compressed, zero bytes long. */
  private static final byte[] EMPTY_MESSAGE = new byte[5];

  private final BackendProcess process;
  private String path = "";
  private String work = "1";

  CallHandler(BackendProcess process) {
    this.process = process;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
    boolean end = false;
    if (frame instanceof Http2HeadersFrame headers) {
      path = text(headers.headers(), ":path", path);
      work = text(headers.headers(), RequestHandler.WORK_HEADER, work);
      end = headers.isEndStream();
    } else if (frame instanceof Http2DataFrame data) {
      end = data.isEndStream();
    }
    if (end) {
      serve(context);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ChannelFuture unused = context.close();
  }

  private void serve(ChannelHandlerContext context) {
    if (!path.equals(PATH)) {
      refuse(context, UNIMPLEMENTED, "this is " + PATH);
      return;
    }
    double units = RequestHandler.work(work);
    if (Double.isNaN(units)) {
      refuse(context, INVALID_ARGUMENT, RequestHandler.WORK_RULE);
      return;
    }
    process.serve(units, status -> {
      if (status < 400) {
        answer(context);
      } else if (status == BackendProcess.OVERLOADED) {
        refuse(context, UNAVAILABLE, "queue-full");
      } else {
        refuse(context, INTERNAL, "failed");
      }
    });
  }

  /** Headers, the message, trailers. */
  private void answer(ChannelHandlerContext context) {
    Http2Headers trailers = new DefaultHttp2Headers().set("grpc-status", OK);
    ChannelFuture unusedHead =
        context.write(new DefaultHttp2HeadersFrame(head()), context.voidPromise());
    ChannelFuture unusedMessage = context.write(
        new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(EMPTY_MESSAGE)), context.voidPromise());
    ChannelFuture unused = context.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true));
  }

  /** Headers and trailers in one. */
  private void refuse(ChannelHandlerContext context, String status, String message) {
    Http2Headers all = head().set("grpc-status", status).set("grpc-message", message);
    ChannelFuture unused = context.writeAndFlush(new DefaultHttp2HeadersFrame(all, true));
  }

  private Http2Headers head() {
    return new DefaultHttp2Headers()
        .status("200")
        .set("content-type", "application/grpc")
        .set(RequestHandler.BACKEND_HEADER, process.name());
  }

  private static String text(Http2Headers headers, String name, String otherwise) {
    CharSequence value = headers.get(name);
    return value == null ? otherwise : value.toString();
  }
}

package io.adaptivelb.demo.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sets a connection up for what its client speaks: HTTP/2 at once (gRPC) where it opens with that preface (RFC 9113, 3.4),
 * HTTP/1.1 otherwise. One port for both: health checks and scrapes come by HTTP/1.1 to where the requests go.
 */
final class ProtocolDetector extends ByteToMessageDecoder {
  /** No method of HTTP/1.1 begins like this. */
  private static final byte[] HTTP2 = "PRI".getBytes(StandardCharsets.US_ASCII);

  private final BackendProcess process;

  ProtocolDetector(BackendProcess process) {
    this.process = process;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int known = Math.min(HTTP2.length, in.readableBytes());
    for (int i = 0; i < known; i++) {
      if (in.getByte(in.readerIndex() + i) != HTTP2[i]) {
        setUpHttp1(context.pipeline());
        return;
      }
    }
    if (known == HTTP2.length) {
      setUpHttp2(context.pipeline());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ChannelFuture unused = context.close();
  }

  private void setUpHttp1(ChannelPipeline pipeline) {
    pipeline.addLast(new HttpServerCodec(), new RequestHandler(process));
    pipeline.remove(this);
  }

  private void setUpHttp2(ChannelPipeline pipeline) {
    pipeline.addLast(
        Http2FrameCodecBuilder.forServer().build(),
        new Http2MultiplexHandler(new ChannelInitializer<Http2StreamChannel>() {
          @Override
          protected void initChannel(Http2StreamChannel stream) {
            stream.pipeline().addLast(new CallHandler(process));
          }
        }));
    pipeline.remove(this);
  }

  /** What every connection to a backend begins with; it also joins {@code connections}. */
  static ChannelInitializer<SocketChannel> forConnections(
      BackendProcess process, ChannelGroup connections) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        connections.add(channel);
        channel.pipeline().addLast(new ProtocolDetector(process));
      }
    };
  }
}

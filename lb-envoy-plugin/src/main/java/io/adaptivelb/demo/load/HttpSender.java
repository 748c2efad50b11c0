package io.adaptivelb.demo.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over as many connections as there are requests under way: a new one whenever none is idle, so that no request
 * waits behind another in the client. Confined to its event loop.
 */
public final class HttpSender implements Sender {
  private static final String BACKEND_HEADER = "x-backend";
  private static final String WORK_HEADER = "x-work";
  private static final int CONNECT_TIMEOUT_MILLIS = 500;

  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final String authority;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private boolean closed;

  /** A sender to {@code proxy}; {@code channelType} fits the loop. */
  public HttpSender(
      InetSocketAddress proxy, EventLoop loop, Class<? extends SocketChannel> channelType) {
    this.loop = loop;
    this.authority = proxy.getHostString() + ":" + proxy.getPort();
    this.bootstrap = new Bootstrap()
        .group(loop)
        .channel(channelType)
        .remoteAddress(proxy)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .handler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            channel.pipeline().addLast(new HttpClientCodec(), new Connection());
          }
        });
  }

  @Override
  public Runnable send(double work, Reply reply) {
    Exchange exchange = new Exchange(work, reply);
    Connection free = idle.pollLast();
    if (free != null) {
      free.start(exchange);
      return free::abandon;
    }
    ChannelFuture connecting = bootstrap.connect();
    ChannelFuture unused = connecting.addListener(future -> {
      if (future.isSuccess()) {
        connecting.channel().pipeline().get(Connection.class).start(exchange);
      } else {
        exchange.reply.ended(Outcome.BROKEN, "");
      }
    });
    return () -> drop(connecting.channel());
  }

  @Override
  public void close() {
    loop.execute(() -> {
      closed = true;
      idle.forEach(connection -> connection.abandon());
      idle.clear();
    });
  }

  private static void drop(Channel channel) {
    ChannelFuture unused = channel.close();
  }

  private record Exchange(double work, Reply reply) {}

  /** One connection; at most one request at a time. */
  private final class Connection extends SimpleChannelInboundHandler<HttpObject> {
    private @Nullable Channel channel;
    private @Nullable Exchange current;
    private Outcome outcome = Outcome.PENDING;
    private String backend = "";
    private boolean reusable = true;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      channel = context.channel();
    }

    void start(Exchange exchange) {
      current = exchange;
      outcome = Outcome.PENDING;
      backend = "";
      FullHttpRequest request = new DefaultFullHttpRequest(
          HttpVersion.HTTP_1_1, HttpMethod.GET, "/work", Unpooled.EMPTY_BUFFER);
      request
          .headers()
          .set(HttpHeaderNames.HOST, authority)
          .set(WORK_HEADER, Double.toString(exchange.work));
      if (channel != null) {
        ChannelFuture unused = channel.writeAndFlush(request, channel.voidPromise());
      }
    }

    void abandon() {
      current = null;
      if (channel != null) {
        drop(channel);
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message.decoderResult().isFailure()) {
        drop(context.channel());
        return;
      }
      if (message instanceof HttpResponse response) {
        outcome = Outcome.ofStatus(response.status().code());
        backend = response.headers().get(BACKEND_HEADER, "");
        reusable = HttpUtil.isKeepAlive(response);
      }
      if (message instanceof LastHttpContent && current != null) {
        Exchange ended = current;
        current = null;
        if (closed || !reusable) {
          drop(context.channel());
        } else {
          idle.addLast(this);
        }
        ended.reply.ended(outcome, backend);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      idle.remove(this);
      Exchange lost = current;
      if (lost != null) {
        current = null;
        lost.reply.ended(Outcome.BROKEN, "");
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      drop(context.channel());
    }
  }
}

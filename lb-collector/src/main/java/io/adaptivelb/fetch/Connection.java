package io.adaptivelb.fetch;

import static io.adaptivelb.failure.FailureCode.BAD_HTTP;
import static io.adaptivelb.failure.FailureCode.CONNECTION_FAILED;
import static io.adaptivelb.failure.FailureCode.TIMEOUT;
import static io.adaptivelb.failure.FailureCode.TRUNCATED;

import io.adaptivelb.failure.SourceFailure;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One peer, one kept-alive connection, one request at a time. Thread-safe: everything happens on one network thread.
 *
 * <p>A request that a reused connection loses before an answer began is tried once more on a new one, because a peer may
 * close an idle connection at the moment when we use it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails has nobody to tell
public final class Connection {
  private static final int MAX_HEADER_BYTES = 16 << 10;

  /** What one packet may unpack to, before the body's own limit is looked at: metrics pack to a tenth, bombs to less. */
  private static final int MAX_UNPACKED_AT_ONCE = 4 << 20;

  private final Network network;
  private final Budget budget;
  private final EventLoop loop;
  private final String host;
  private final int port;
  private final String hostHeader;
  private final @Nullable SslContext tls;
  private final String tlsName;
  private final Runnable onIdleClose;

  private @Nullable Channel channel;
  private @Nullable Exchange current;
  private boolean reused;
  private boolean closed;

  /** A connection, not yet made. */
  Connection(
      Network network,
      Budget budget,
      String host,
      int port,
      @Nullable SslContext tls,
      String tlsName,
      Runnable onIdleClose) {
    this.network = network;
    this.budget = budget;
    this.loop = network.next();
    this.host = host;
    this.port = port;
    this.hostHeader = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    this.tls = tls;
    this.tlsName = tlsName;
    this.onIdleClose = onIdleClose;
  }

  /** Asks. A request while another one is under way fails at once, and so does one after close. */
  public void get(Request request, Receiver receiver) {
    loop.execute(() -> start(new Exchange(request, receiver, budget)));
  }

  /** Ends the connection; a request under way fails. */
  public void close() {
    loop.execute(() -> {
      closed = true;
      abort(new SourceFailure(CONNECTION_FAILED, "the collector no longer asks this peer"));
    });
  }

  private void start(Exchange exchange) {
    if (current != null || closed) {
      exchange.fail(new SourceFailure(
          BAD_HTTP, closed ? "this connection was closed" : "a request is under way already"));
      return;
    }
    current = exchange;
    exchange.deadline(loop.schedule(
        () -> expire(exchange), exchange.request().timeout().toNanos(), TimeUnit.NANOSECONDS));
    Channel open = channel;
    reused = open != null && open.isActive();
    if (open != null && reused) {
      send(open, exchange);
    } else {
      connect(exchange);
    }
  }

  private void connect(Exchange exchange) {
    channel = null;
    Bootstrap bootstrap = new Bootstrap()
        .group(loop)
        .channel(network.sockets())
        .resolver(network.resolver())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS,
            (int) exchange.request().timeout().toMillis() + 1)
        .handler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel fresh) {
            fillPipeline(fresh);
          }
        });
    ChannelFuture connecting = bootstrap.connect(InetSocketAddress.createUnresolved(host, port));
    channel = connecting.channel();
    connecting.addListener(done -> {
      if (current != exchange || !Objects.equals(channel, connecting.channel())) {
        connecting.channel().close();
      } else if (done.isSuccess()) {
        send(connecting.channel(), exchange);
      } else {
        channel = null;
        finish(exchange, Failures.of(done.cause()));
      }
    });
  }

  private void fillPipeline(Channel fresh) {
    if (tls != null) {
      fresh
          .pipeline()
          .addLast(tls.newHandler(fresh.alloc(), tlsName.isEmpty() ? host : tlsName, port));
    }
    HttpDecoderConfig limits = new HttpDecoderConfig()
        .setMaxInitialLineLength(4096)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxChunkSize(64 << 10);
    fresh
        .pipeline()
        .addLast(
            new HttpClientCodec(
                limits, HttpClientCodec.DEFAULT_PARSE_HTTP_AFTER_CONNECT_REQUEST, false),
            new HttpContentDecompressor(MAX_UNPACKED_AT_ONCE),
            new Answers());
  }

  private void send(Channel open, Exchange exchange) {
    open.writeAndFlush(exchange.request().toHttp(hostHeader)).addListener(sent -> {
      if (!sent.isSuccess() && current == exchange) {
        lost(Failures.of(sent.cause()));
      }
    });
  }

  /** The connection broke: tries once more where that is safe, else fails. */
  private void lost(SourceFailure failure) {
    Exchange exchange = current;
    drop();
    if (exchange == null) {
      return;
    }
    if (reused && exchange.retry() && !closed) {
      reused = false;
      connect(exchange);
    } else {
      finish(exchange, failure);
    }
  }

  private void expire(Exchange exchange) {
    if (current == exchange) {
      Channel open = channel;
      String stage = exchange.stage(open != null && open.isActive());
      abort(new SourceFailure(
          TIMEOUT,
          "no complete answer within %d ms: %s"
              .formatted(exchange.request().timeout().toMillis(), stage)));
    }
  }

  private void abort(SourceFailure failure) {
    Exchange exchange = current;
    drop();
    if (exchange != null) {
      finish(exchange, failure);
    }
  }

  private void drop() {
    Channel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }

  private void finish(Exchange exchange, SourceFailure failure) {
    current = null;
    exchange.fail(failure);
  }

  /** What comes from the peer. */
  private final class Answers extends ChannelInboundHandlerAdapter {
    private boolean keepAlive;
    private boolean interim;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        Exchange exchange = current;
        if (!isCurrent(context) || exchange == null) {
          context.close();
          return;
        }
        read(context, exchange, (HttpObject) message);
      } catch (SourceFailure failure) {
        abort(failure);
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    private void read(ChannelHandlerContext context, Exchange exchange, HttpObject message)
        throws SourceFailure {
      if (message.decoderResult().isFailure()) {
        throw new SourceFailure(
            BAD_HTTP,
            "this is not HTTP/1.1: "
                + SourceFailure.quote(
                    String.valueOf(message.decoderResult().cause().getMessage())));
      }
      if (message instanceof HttpResponse response) {
        interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (!interim) {
          keepAlive = HttpUtil.isKeepAlive(response);
          exchange.head(response, context.channel());
        }
      }
      if (message instanceof HttpContent content && !interim) {
        exchange.content(content.content());
        if (message instanceof LastHttpContent) {
          current = null;
          if (!keepAlive) {
            drop();
          }
          exchange.succeed();
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!isCurrent(context)) {
        return;
      }
      Exchange exchange = current;
      if (exchange == null) {
        channel = null;
        onIdleClose.run();
      } else {
        lost(
            exchange.started()
                ? new SourceFailure(
                    TRUNCATED, "the connection closed early: " + exchange.stage(true))
                : new SourceFailure(CONNECTION_FAILED, "the connection closed before an answer"));
      }
    }

    /** Whether this is the connection in use, not an old one whose last words still arrive. */
    private boolean isCurrent(ChannelHandlerContext context) {
      return Objects.equals(context.channel(), channel);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (isCurrent(context)) {
        lost(Failures.of(cause));
      } else {
        context.close();
      }
    }
  }
}

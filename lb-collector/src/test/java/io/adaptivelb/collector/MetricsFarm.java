package io.adaptivelb.collector;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Serves a page of 100 series, as Spring Boot writes it, on one port of every loopback address; prints the port. */
final class MetricsFarm {
  private static final int SERIES = 100;
  private static final double[] BOUNDS = {
    0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3,
    0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10
  };

  private static final Map<Long, byte[]> PAGES = new HashMap<>();

  private MetricsFarm() {}

  /** Serves until it is killed. */
  public static void main(String[] arguments) {
    Channel listener = new ServerBootstrap()
        .group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 8192)
        .childHandler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel connection) {
            connection.pipeline().addLast(new HttpServerCodec(), new Pages());
          }
        })
        .bind("0.0.0.0", 0)
        .syncUninterruptibly()
        .channel();
    System.out.println(((InetSocketAddress) listener.localAddress()).getPort());
    listener.closeFuture().syncUninterruptibly();
  }

  /** The page after so many requests. */
  static String page(long served) {
    List<String> lines = new ArrayList<>();
    String labels = "application=\"shop\",exception=\"none\",method=\"GET\",outcome=\"SUCCESS\","
        + "status=\"200\",uri=\"/api/orders/{id}\"";
    for (int i = 0; i < BOUNDS.length; i++) {
      lines.add("http_server_requests_seconds_bucket{%s,le=\"%s\"} %d"
          .formatted(labels, BOUNDS[i], served * (i + 1) / BOUNDS.length));
    }
    lines.add("http_server_requests_seconds_bucket{%s,le=\"+Inf\"} %d".formatted(labels, served));
    lines.add("http_server_requests_seconds_count{%s} %d".formatted(labels, served));
    lines.add("http_server_requests_seconds_sum{%s} %s".formatted(labels, served * 0.0123));
    lines.add("http_server_requests_active_seconds_count{%s} 4".formatted(labels));
    lines.add("process_cpu_time_ns_total %s".formatted(served * 3.1e6));
    lines.add("process_cpu_usage 0.0512345678901");
    lines.add("process_start_time_seconds 1.763878400123E9");
    lines.add("system_cpu_count 4.0");
    lines.add("system_load_average_1m 1.25");
    for (String pool : List.of("G1 Eden Space", "G1 Old Gen", "G1 Survivor Space")) {
      lines.add("jvm_memory_used_bytes{area=\"heap\",id=\"%s\"} 1.2345678E7".formatted(pool));
      lines.add("jvm_memory_max_bytes{area=\"heap\",id=\"%s\"} 5.36870912E8".formatted(pool));
    }
    for (int i = 0; lines.size() < SERIES; i++) {
      lines.add("jvm_gc_pause_seconds_count{action=\"end of minor GC\",cause=\"G1 Evacuation "
          + "Pause\",gc=\"G1 Young Generation\",pool=\"%d\"} %d".formatted(i, served));
    }
    StringBuilder page = new StringBuilder();
    String family = "";
    for (String line : lines) {
      String name = line.split("[{ ]", 2)[0];
      if (!name.equals(family)) {
        family = name;
        page.append("# HELP ").append(name).append(" what Spring says of it\n");
        page.append("# TYPE ").append(name).append(" untyped\n");
      }
      page.append(line).append('\n');
    }
    return page.toString();
  }

  private static final class Pages extends SimpleChannelInboundHandler<HttpRequest> {
    private long served = 1_000;

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a client that hung up needs no answer
    protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
      served += 500;
      FullHttpResponse response = new DefaultFullHttpResponse(
          HttpVersion.HTTP_1_1,
          HttpResponseStatus.OK,
          // Rendered once for all endpoints: this process shares the machine with the one that is
          // measured.
          Unpooled.wrappedBuffer(PAGES.computeIfAbsent(
              served, count -> page(count).getBytes(StandardCharsets.UTF_8))));
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, "text/plain;version=0.0.4;charset=utf-8")
          .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
      context.writeAndFlush(response, context.voidPromise());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is gone already
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // Whoever measures is done and hung up.
      context.close();
    }
  }
}

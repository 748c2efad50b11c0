package io.adaptivelb.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpSenderTest {
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void send_answers_tellOutcomeAndBackend_andReuseOneConnection() throws Exception {
    Map<InetSocketAddress, String> peers = new ConcurrentHashMap<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/work", exchange -> {
      String work = exchange.getRequestHeaders().getFirst("x-work");
      peers.put(exchange.getRemoteAddress(), work);
      exchange.getResponseHeaders().add("x-backend", "b");
      exchange.sendResponseHeaders((int) Double.parseDouble(work), -1);
      exchange.close();
    });
    server.start();
    try (HttpSender sender = sender(server.getAddress())) {
      assertThat(send(sender, 200)).isEqualTo(new Ended(Outcome.SUCCESS, "b"));
      assertThat(send(sender, 404)).isEqualTo(new Ended(Outcome.SUCCESS, "b"));
      assertThat(send(sender, 500)).isEqualTo(new Ended(Outcome.SERVER_ERROR, "b"));
      assertThat(send(sender, 503)).isEqualTo(new Ended(Outcome.REJECTED, "b"));
      assertThat(peers).hasSize(1);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void send_nobodyListens_isBroken() throws Exception {
    InetSocketAddress nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
    try (HttpSender sender = sender(nobody)) {
      assertThat(send(sender, 1)).isEqualTo(new Ended(Outcome.BROKEN, ""));
    }
  }

  @Test
  void send_peerThatAnswersGarbageOrHangsUp_isBroken() throws Exception {
    for (String answer : new String[] {
      "", "SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"
    }) {
      try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          HttpSender sender = sender((InetSocketAddress) peer.getLocalSocketAddress())) {
        CompletableFuture<Ended> ended = start(sender, 1);
        answer(peer, answer);
        assertThat(ended.get(1, TimeUnit.MINUTES).outcome()).as(answer).isEqualTo(Outcome.BROKEN);
      }
    }
  }

  private static void answer(ServerSocket peer, String answer) throws IOException {
    try (Socket socket = peer.accept();
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      assertThat(in.read()).isEqualTo('G');
      in.skipNBytes(in.available());
      out.write(answer.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private HttpSender sender(InetSocketAddress address) {
    return new HttpSender(address, loops.next(), NioSocketChannel.class);
  }

  private Ended send(HttpSender sender, double work) throws Exception {
    return start(sender, work).get(1, TimeUnit.MINUTES);
  }

  private CompletableFuture<Ended> start(HttpSender sender, double work) {
    CompletableFuture<Ended> ended = new CompletableFuture<>();
    loops.next().execute(() -> {
      Runnable unused =
          sender.send(work, (outcome, backend) -> ended.complete(new Ended(outcome, backend)));
    });
    return ended;
  }

  private record Ended(Outcome outcome, String backend) {}
}

package io.adaptivelb.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A server that answers every connection with the same bytes, and then ends or keeps silent. */
final class WireServer implements AutoCloseable {
  private final ServerSocket socket;
  private final CountDownLatch closed = new CountDownLatch(1);

  WireServer(String answer, boolean silent) throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> {
      while (!socket.isClosed()) {
        try (Socket peer = socket.accept()) {
          readHeaders(peer.getInputStream());
          peer.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
          peer.getOutputStream().flush();
          if (silent) {
            closed.await();
          }
        } catch (IOException e) {
          // The peer had enough, or the test is over: the next one, if there is one.
        } catch (InterruptedException e) {
          return;
        }
      }
    });
  }

  /** A server that answers with a status and a body. */
  static WireServer http(int status, String type, String body) throws IOException {
    return new WireServer(
        "HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, type, body.getBytes(StandardCharsets.UTF_8).length, body),
        false);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  private static void readHeaders(InputStream in) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the peer went away");
      }
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}

package io.adaptivelb.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server written by hand, so that it can break every rule: a script writes the bytes of each answer. */
public final class LyingServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Script script;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  /** Answers a request. */
  @FunctionalInterface
  public interface Script {
    /** Writes what it likes; returns whether the connection stays open. */
    boolean answer(String path, OutputStream out) throws IOException, InterruptedException;
  }

  /** A server on a free port of the loopback interface. */
  public LyingServer(Script script) {
    this(0, script);
  }

  /** A server on a port that is known to be free. */
  public LyingServer(int port, Script script) {
    this(unbound(), port, script);
  }

  /** A server on a socket of another kind, not yet bound: TLS, for example. */
  public LyingServer(ServerSocket socket, int port, Script script) {
    this.script = script;
    this.listener = socket;
    try {
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  private static ServerSocket unbound() {
    try {
      return new ServerSocket();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server that tells the truth. */
  public static LyingServer honest(String contentType, String body) {
    return new LyingServer((path, out) -> ok(out, contentType, body));
  }

  /** Writes a good answer; the connection stays open. */
  public static boolean ok(OutputStream out, String contentType, String body) throws IOException {
    return write(out, "200 OK", contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a complete answer; the connection stays open. */
  public static boolean write(OutputStream out, String status, String contentType, byte[] body)
      throws IOException {
    text(
        out,
        "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(status, contentType, body.length));
    out.write(body);
    out.flush();
    return true;
  }

  /** Writes a text as it is. */
  public static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  /** Connections accepted so far. */
  public int connections() {
    return connections.get();
  }

  /** Requests read so far. */
  public int requests() {
    return requests.get();
  }

  /** Stops like a killed process: the port refuses, open connections break. */
  @Override
  public void close() {
    try {
      listener.close();
      hangUp();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the connections that are open now, and goes on listening. */
  public void hangUp() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in = new BufferedReader(
          new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      boolean stay = true;
      for (String line = in.readLine(); stay && line != null; line = in.readLine()) {
        String path = line.split(" ", 3)[1];
        while (line != null && !line.isEmpty()) {
          line = in.readLine();
        }
        requests.incrementAndGet();
        stay = script.answer(path, socket.getOutputStream());
        if (!stay) {
          return;
        }
      }
    } catch (IOException | InterruptedException e) {
      // the client hung up, which is its right
    } finally {
      open.remove(socket);
    }
  }
}

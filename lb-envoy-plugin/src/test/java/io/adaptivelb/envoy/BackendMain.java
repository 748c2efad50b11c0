package io.adaptivelb.envoy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A backend in a process of its own, so that it can be killed: {@code BackendMain PORT CORES}. It holds each request for 10
 * ms, and reports on {@code /metrics} the CPU that a machine with so many cores would have used.
 */
public final class BackendMain {
  private static final long DELAY_MILLIS = 10;
  private static final double CPU_SECONDS_PER_REQUEST = 0.005;

  private final int cores;
  private final AtomicLong successes = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean failing;

  private BackendMain(int cores) {
    this.cores = cores;
  }

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws IOException {
    BackendMain backend = new BackendMain(Integer.parseInt(arguments[1]));
    HttpServer server = HttpServer.create(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
        256);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", backend::serve);
    server.createContext("/healthz", exchange -> answer(exchange, 200, "ok"));
    server.createContext("/metrics", backend::metrics);
    server.createContext("/fail", exchange -> {
      backend.failing = exchange.getRequestMethod().equals("POST");
      answer(exchange, 200, "");
    });
    server.start();
    System.out.println("ready");
  }

  private void serve(HttpExchange exchange) throws IOException {
    if (failing) {
      errors.incrementAndGet();
      answer(exchange, 500, "broken");
      return;
    }
    inFlight.incrementAndGet();
    try {
      Thread.sleep(DELAY_MILLIS);
      successes.incrementAndGet();
      answer(exchange, 200, "hello");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private void metrics(HttpExchange exchange) throws IOException {
    long good = successes.get();
    String page = String.format(
        Locale.ROOT,
        """
        http_request_duration_seconds_bucket{code="200",le="0.01"} %d
        http_request_duration_seconds_bucket{code="200",le="0.025"} %d
        http_request_duration_seconds_bucket{code="200",le="+Inf"} %d
        http_request_duration_seconds_sum{code="200"} %f
        http_request_duration_seconds_count{code="200"} %d
        http_request_duration_seconds_count{code="500"} %d
        http_requests_in_flight %d
        process_cpu_seconds_total %f
        cores %d
        """,
        0,
        good,
        good,
        good * 0.012,
        good,
        errors.get(),
        inFlight.get(),
        good * CPU_SECONDS_PER_REQUEST,
        cores);
    answer(exchange, 200, page);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
    exchange.close();
  }
}

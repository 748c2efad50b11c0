package io.adaptivelb.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The metrics of an endpoint that serves 100 requests a second; each takes the same CPU time. */
final class MetricsPage implements AutoCloseable {
  /** How the server is told what the page means. */
  static final String MAPPING = """
      {successes: [requests_total], latencyBuckets: [latency_seconds_bucket], latencySum: [latency_seconds_sum], \
      cpuSeconds: [cpu_seconds_total], cores: [cores]}""";

  private static final int RATE = 100;

  private final HttpServer server;
  private final long start = System.nanoTime();
  private final double secondsPerRequest;

  MetricsPage(double secondsPerRequest) throws IOException {
    this.secondsPerRequest = secondsPerRequest;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/metrics", exchange -> {
      byte[] page = page().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
      exchange.close();
    });
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private String page() {
    long requests = (long) ((System.nanoTime() - start) * 1e-9 * RATE);
    double busy = requests * secondsPerRequest;
    StringBuilder page = new StringBuilder("# TYPE latency_seconds histogram\n");
    for (double bound : new double[] {0.001, 0.002, 0.004, 0.008, 0.016}) {
      page.append("latency_seconds_bucket{le=\"%s\"} %d\n"
          .formatted(bound, bound >= secondsPerRequest ? requests : 0));
    }
    return page.append("""
            latency_seconds_bucket{le="+Inf"} %d
            latency_seconds_sum %s
            latency_seconds_count %d
            # TYPE requests_total counter
            requests_total %d
            # TYPE cpu_seconds_total counter
            cpu_seconds_total %s
            # TYPE cores gauge
            cores 1
            """.formatted(requests, busy, requests, requests, busy)).toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

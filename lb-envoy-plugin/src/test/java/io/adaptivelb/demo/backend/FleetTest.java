package io.adaptivelb.demo.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final AtomicLong now = new AtomicLong();
  private final PhaseClock clock = new PhaseClock(now::get);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable Fleet fleet;

  @AfterEach
  void close() {
    if (fleet != null) {
      fleet.close();
    }
  }

  @Test
  void work_isServedByAWorker_andShowsOnTheMetricsPage() throws Exception {
    Backend backend = start(2, 1, 4);
    HttpResponse<String> answer = get(backend, "/work");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-backend")).contains("b");
    String page = get(backend, "/metrics").body();
    assertThat(page)
        .contains("http_server_requests_seconds_count{")
        .contains("status=\"200\"")
        .contains("http_server_requests_seconds_bucket{")
        .contains("system_cpu_count 2.0")
        .contains("process_cpu_usage ")
        .contains("process_cpu_time_ns_total 1000000.0")
        .contains("process_start_time_seconds ")
        .contains("system_load_average_1m ")
        .contains("jvm_memory_used_bytes{area=\"heap\"")
        .contains("jvm_memory_max_bytes{area=\"heap\"")
        .contains("http_server_requests_active_seconds");
  }

  @Test
  void work_twoWorkersAndAQueueOfOne_refusesTheFourthWith503() throws Exception {
    Backend backend = start(2, 60_000, 1);
    List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      held.add(client.sendAsync(request(backend, "/work", "1"), BodyHandlers.ofString()));
      int sent = i + 1;
      await().until(() -> backend.inFlight() == sent && !queueStillFull(backend, sent));
    }
    HttpResponse<String> refused = get(backend, "/work");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("x-rejected")).contains("queue-full");
    assertThat(get(backend, "/healthz").statusCode()).isEqualTo(200);
    assertThat(get(backend, "/metrics").body()).contains("status=\"503\"");
    assertThat(held).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void work_headerThatIsNoNumberOrTooMuch_isRefused() throws Exception {
    Backend backend = start(1, 1, 1);
    for (String garbage : List.of("fast", "NaN", "-1", "1e9")) {
      assertThat(client
              .send(request(backend, "/work", garbage), BodyHandlers.ofString())
              .statusCode())
          .as(garbage)
          .isEqualTo(400);
    }
    assertThat(get(backend, "/other").statusCode()).isEqualTo(404);
  }

  @Test
  void failing_answers500_whileHealthChecksPass() throws Exception {
    Backend backend = start(1, 1, 1, new Fault.FailFast(Duration.ZERO, MINUTE, 1));
    assertThat(get(backend, "/work").statusCode()).isEqualTo(500);
    assertThat(get(backend, "/healthz").statusCode()).isEqualTo(200);
    assertThat(get(backend, "/metrics").body())
        .contains("outcome=\"SERVER_ERROR\"")
        .contains("status=\"500\"");
  }

  @Test
  void restart_resetsWhatIsOpen_refusesWhileAway_andComesBackOnItsPortWithCountersAtZero()
      throws Exception {
    Backend backend = start(
        1,
        60_000,
        8,
        new Fault.Restart(
            Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(1), 0.5));
    clock.start(0);
    int port = backend.port();
    CompletableFuture<HttpResponse<String>> lost =
        client.sendAsync(request(backend, "/work", "1"), BodyHandlers.ofString());
    await().until(() -> backend.inFlight() == 1);

    now.set(Duration.ofSeconds(11).toNanos());
    await().until(lost::isCompletedExceptionally);
    await().until(() -> refuses(backend));

    now.set(Duration.ofSeconds(20).toNanos());
    await().until(() -> !refuses(backend));
    assertThat(backend.port()).isEqualTo(port);
    assertThat(backend.inFlight()).isZero();
    assertThat(get(backend, "/metrics").body())
        .doesNotContain("http_server_requests_seconds_count{")
        .contains("process_cpu_time_ns_total 0.0");
  }

  /** The second request takes a worker only once the worker has taken the first one off the queue. */
  private static boolean queueStillFull(Backend backend, int sent) {
    return sent <= 2 && backend.queued() > 0;
  }

  private Backend start(int cores, long meanMillis, int queue, Fault... faults) throws IOException {
    fleet = Fleet.start(
        List.of(new BackendSpec("b", cores, Duration.ofMillis(meanMillis), queue, List.of(faults))),
        clock,
        1);
    return fleet.backends().getFirst();
  }

  private boolean refuses(Backend backend) throws InterruptedException {
    try {
      get(backend, "/healthz");
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private HttpResponse<String> get(Backend backend, String path)
      throws IOException, InterruptedException {
    return client.send(request(backend, path, "1"), BodyHandlers.ofString());
  }

  private static HttpRequest request(Backend backend, String path, String work) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d%s".formatted(backend.port(), path)))
        .header("x-work", work)
        .timeout(Duration.ofSeconds(30))
        .build();
  }
}

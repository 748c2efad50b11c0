package io.adaptivelb.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.clusters.Preset;
import io.adaptivelb.exposition.ExpositionParser.Format;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageHistoryTest {
  private static final String COUNT = "http_server_requests_seconds_count";

  private final PageReader reader = new PageReader(new Mapping(Preset.MICROMETER.mapping()));
  private final LatencyHistogram.Recorder recorder = new LatencyHistogram.Recorder();
  private final PageHistory history = new PageHistory();
  private long nanos = 1;

  @Test
  void advance_firstPage_hasNoPast() throws SourceFailure {
    assertThat(tick(COUNT + "{outcome=\"SUCCESS\",status=\"200\",uri=\"/a\"} 1000\n"))
        .isEmpty();
  }

  @Test
  void advance_everyStatus_isCountedOnce() throws SourceFailure {
    String page = COUNT + "{outcome=\"SUCCESS\",status=\"200\",uri=\"/a\"} %d\n"
        + COUNT + "{outcome=\"CLIENT_ERROR\",status=\"404\",uri=\"/a\"} %d\n"
        + COUNT + "{outcome=\"CLIENT_ERROR\",status=\"429\",uri=\"/a\"} %d\n"
        + COUNT + "{outcome=\"SERVER_ERROR\",status=\"500\",uri=\"/a\"} %d\n"
        + COUNT + "{outcome=\"SERVER_ERROR\",status=\"503\",uri=\"/a\"} %d\n"
        + COUNT + "{outcome=\"UNKNOWN\",status=\"UNKNOWN\",uri=\"/a\"} %d\n"
        + COUNT + "{outcome=\"SUCCESS\",status=\"200\",uri=\"/actuator/prometheus\"} %d\n";
    tick(page.formatted(10, 10, 10, 10, 10, 10, 10));

    PageInterval interval = tick(page.formatted(11, 12, 14, 18, 26, 42, 74)).orElseThrow();

    assertThat(interval.outcomes()).isEqualTo(new Outcomes(1 + 2, 8, 4 + 16, 32, 0));
    assertThat(interval.length()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void advance_counterGoesDown_countsFromZero() throws SourceFailure {
    tick(success(1_000));

    assertThat(successes(success(30))).isEqualTo(30);
    assertThat(successes(success(40))).isEqualTo(10);
  }

  @Test
  void advance_restartBetweenTwoPages_isSeenByTheStartTime() throws SourceFailure {
    tick(success(1_000) + "process_start_time_seconds 1.7e9\n");

    // The new process has already served more than the old one had.
    PageInterval interval =
        tick(success(1_200) + "process_start_time_seconds 1.7000001e9\n").orElseThrow();

    assertThat(interval.outcomes().successes()).isEqualTo(1_200);
    assertThat(interval.startTime()).isEqualTo(Instant.ofEpochSecond(1_700_000_100));
  }

  @Test
  void advance_newSeries_countsFromZero() throws SourceFailure {
    tick(success(10));

    assertThat(successes(success(10) + COUNT + "{outcome=\"SUCCESS\",status=\"201\"} 7\n"))
        .isEqualTo(7);
  }

  @Test
  void advance_seriesThatVanishesForAWhile_isNotCountedAgain() throws SourceFailure {
    String other = COUNT + "{outcome=\"SUCCESS\",status=\"201\"} 500\n";
    tick(success(10) + other);

    assertThat(successes(success(11))).isEqualTo(1);
    assertThat(successes(success(12) + other)).isEqualTo(1);
  }

  @Test
  void advance_seriesThatComeAndGo_areForgottenInTheEnd() throws SourceFailure {
    tick(success(0));
    for (int i = 1; i < 3_000; i++) {
      assertThat(successes(
              success(i) + COUNT + "{outcome=\"SUCCESS\",status=\"200\",uri=\"/" + i + "\"} 1\n"))
          .isEqualTo(2);
    }
  }

  @Test
  void advance_buckets_becomeAHistogram() throws SourceFailure {
    tick(buckets(0, 0, 0, 0));

    LatencyHistogram latency = tick(buckets(100, 190, 200, 3.5)).orElseThrow().latency();

    assertThat(latency.count()).isEqualTo(200);
    assertThat(latency.sumSeconds()).isEqualTo(3.5);
    assertThat(latency.quantileSeconds(0.5)).isCloseTo(0.01, within(0.0005));
    assertThat(latency.quantileSeconds(0.95)).isCloseTo(0.1, within(0.005));
    // All that is known of the rest is that it is longer; a doubling is what we assume.
    assertThat(latency.quantileSeconds(1)).isBetween(0.1, 0.21);
  }

  @Test
  void advance_resourcesFromCounters_areMeansOfTheInterval() throws SourceFailure {
    String page = """
        system_cpu_count 4.0
        process_cpu_time_ns_total %s
        process_cpu_usage 0.9
        system_load_average_1m 2
        jvm_memory_used_bytes{area="heap"} 25
        jvm_memory_max_bytes{area="heap"} 100
        """;
    tick(page.formatted("1e9"));

    PageInterval interval = tick(page.formatted("11e9")).orElseThrow();

    assertThat(interval.resources().cores()).isEqualTo(4);
    assertThat(interval.resources().busyCores()).isCloseTo(2, within(1e-9));
    assertThat(interval.resources().loadAveragePerCore()).isEqualTo(0.5);
    assertThat(interval.resources().memoryRatio()).isEqualTo(0.25);
  }

  @Test
  void advance_cpuRatioOnly_isScaledByTheCores() throws SourceFailure {
    tick("process_cpu_usage 0.25\nsystem_cpu_count 8\n");

    assertThat(tick("process_cpu_usage 0.25\nsystem_cpu_count 8\n")
            .orElseThrow()
            .resources()
            .busyCores())
        .isEqualTo(2);
  }

  private long successes(String page) throws SourceFailure {
    return tick(page).orElseThrow().outcomes().successes();
  }

  private Optional<PageInterval> tick(String page) throws SourceFailure {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    nanos += 5_000_000_000L;
    return history.advance(reader.read(bytes, 0, bytes.length, Format.TEXT), nanos, recorder);
  }

  private static String success(long count) {
    return COUNT + "{outcome=\"SUCCESS\",status=\"200\",uri=\"/\"} " + count + "\n";
  }

  private static String buckets(long to10, long to100, long all, double sum) {
    String name = "http_server_requests_seconds_bucket{outcome=\"SUCCESS\",status=\"200\",le=\"";
    return name + "0.01\"} " + to10 + "\n" + name + "0.1\"} " + to100 + "\n" + name + "+Inf\"} "
        + all + "\nhttp_server_requests_seconds_sum{outcome=\"SUCCESS\",status=\"200\"} " + sum
        + "\n";
  }
}

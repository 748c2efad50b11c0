package io.adaptivelb.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.adaptivelb.clusters.Preset;
import io.adaptivelb.exposition.ExpositionParser.Format;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageReaderTest {
  private final PageReader reader = new PageReader(new Mapping(Preset.MICROMETER.mapping()));

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          http_server_requests_seconds_count{status="200"} NaN   | BAD_VALUE   | line 1: a counter is a number in 0…1e15 (SUCCESSES)
          http_server_requests_seconds_count{status="200"} -1    | BAD_VALUE   | a counter is a number
          http_server_requests_seconds_count{status="200"} +Inf  | BAD_VALUE   | a counter is a number
          http_server_requests_seconds_count{status="200"} 1e16  | BAD_VALUE   | a counter is a number
          process_start_time_seconds -5                          | BAD_VALUE   | this gauge is a number in 0…1e15 or NaN (START_TIME)
          system_cpu_count +Inf                                  | BAD_VALUE   | (CORES)
          process_cpu_usage +Inf                                 | BAD_VALUE   | (CPU_RATIO)
          http_server_requests_seconds_bucket{status="200",le="1"} 5¶http_server_requests_seconds_bucket{status="200",le="+Inf"} 4 | BAD_BUCKETS | line 2: cumulative buckets must not decrease: 4.0 after 5.0
          http_server_requests_seconds_bucket{status="200",le="1"} 5 | BAD_BUCKETS | line 1: the histogram ends at a bound of 1.0 s, without +Inf
          http_server_requests_seconds_bucket{status="200",le="x"} 5 | BAD_BUCKETS | le is not a number
          http_server_requests_seconds_bucket{status="200"} 5    | BAD_BUCKETS | le is not a number
          other_metric 1                                         | NOTHING_MAPPED | none of the mapping's 16 selectors matches any of the page's 1 samples
          """)
  void read_badPage_namesLineValueAndRule(String page, FailureCode code, String message) {
    SourceFailure failure =
        catchThrowableOfType(SourceFailure.class, () -> read(page.replace('¶', '\n') + "\n"));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(message);
  }

  @Test
  void read_emptyPage_isNothingMapped() {
    assertThat(catchThrowableOfType(SourceFailure.class, () -> read("")).code())
        .isEqualTo(FailureCode.NOTHING_MAPPED);
  }

  @Test
  void read_tooManyMappedSeries_isRefused() {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i <= PageReader.MAX_MAPPED; i++) {
      page.append("http_server_requests_seconds_sum{uri=\"").append(i).append("\"} 1\n");
    }

    assertThat(catchThrowableOfType(SourceFailure.class, () -> read(page.toString()))
            .code())
        .isEqualTo(FailureCode.TOO_MANY);
  }

  @Test
  void read_gaugesOfSeveralSeries_addUpWithoutTheUnknown() throws SourceFailure {
    PageReading reading = read("""
        jvm_memory_max_bytes{area="heap",id="Eden"} -1
        jvm_memory_max_bytes{area="heap",id="Old"} 100
        jvm_memory_max_bytes{area="heap",id="Survivor"} -1
        jvm_memory_used_bytes{area="heap",id="Eden"} 20
        jvm_memory_used_bytes{area="heap",id="Old"} 30
        jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 1000
        system_load_average_1m -1
        """);

    assertThat(reading.gauge(Role.MEMORY_MAX)).isEqualTo(100);
    assertThat(reading.gauge(Role.MEMORY_USED)).isEqualTo(50);
    assertThat(reading.gauge(Role.LOAD_AVERAGE)).isNaN();
  }

  @Test
  void read_bucketsOutOfOrder_areSorted() throws SourceFailure {
    PageReading reading = read("""
        http_server_requests_seconds_bucket{status="200",le="+Inf"} 9
        http_server_requests_seconds_bucket{status="201",le="+Inf"} 2
        http_server_requests_seconds_bucket{status="200",le="0.5"} 4
        http_server_requests_seconds_bucket{status="200",le="0.1"} 3
        """);

    assertThat(reading.buckets()).isEqualTo(4);
  }

  @Property(tries = 2_000)
  void read_randomValues_failsTypedOrReads(@ForAll @Size(max = 6) java.util.List<Double> values) {
    StringBuilder page = new StringBuilder("process_cpu_usage 0.1\n");
    for (int i = 0; i < values.size(); i++) {
      page.append("http_server_requests_seconds_bucket{le=\"")
          .append(values.get(i))
          .append("\"} ")
          .append(values.get(values.size() - 1 - i))
          .append('\n');
    }
    try {
      assertThat(read(page.toString()).size()).isEqualTo(values.size() + 1);
    } catch (SourceFailure failure) {
      assertThat(failure.getMessage()).startsWith("line ");
    }
  }

  private PageReading read(String page) throws SourceFailure {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    return reader.read(bytes, 0, bytes.length, Format.TEXT);
  }
}

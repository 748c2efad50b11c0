package io.adaptivelb.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.adaptivelb.exposition.ExpositionParser.Format;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionParserTest {
  private final ExpositionParser parser = new ExpositionParser();

  /** The example of the format's own documentation, shortened. */
  @Test
  void next_documentedPage_readsEverySample() throws SourceFailure {
    String page = """
        # HELP http_requests_total The total number of HTTP requests.
        # TYPE http_requests_total counter
        http_requests_total{method="post",code="200"} 1027 1395066363000
        http_requests_total{method="post",code="400"}    3 1395066363000

        # Escaping in label values:
        msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

        # Minimalistic line:
        metric_without_timestamp_and_labels 12.47

        # A weird metric from before the epoch:
        something_weird{problem="division by zero"} +Inf -3982045
        # TYPE rpc_duration_seconds summary
        rpc_duration_seconds{quantile="0.01",} 3102
        rpc_duration_seconds_sum 1.7560473e+07
        """;

    assertThat(samples(page, Format.TEXT))
        .containsExactly(
            "3 http_requests_total code=200 1027.0",
            "4 http_requests_total code=400 3.0",
            "7 msdos_file_access_time_seconds code= 1.458255915E9",
            "10 metric_without_timestamp_and_labels code= 12.47",
            "13 something_weird code= Infinity",
            "15 rpc_duration_seconds code= 3102.0",
            "16 rpc_duration_seconds_sum code= 1.7560473E7");
  }

  @Test
  void label_escapes_areUndone() throws SourceFailure {
    reset("a{b=\"C:\\\\x\\n\\\"é\\\"\"} 1\n", Format.TEXT);

    assertThat(parser.next()).isTrue();
    assertThat(parser.label(bytes("b"))).isEqualTo("C:\\x\n\"é\"");
  }

  @Test
  void next_openMetrics_allowsExemplarsAndEnds() throws SourceFailure {
    String page = """
        # TYPE foo histogram
        # UNIT foo seconds
        foo_bucket{le="0.1"} 8 # {} 0.054
        foo_bucket{le="1"} 11 1520879607.7 # {trace_id="KOO5S4vxi0o",span="x"} 0.67 1520879607.789
        # EOF
        """;

    assertThat(samples(page, Format.OPEN_METRICS))
        .containsExactly("3 foo_bucket code= 8.0", "4 foo_bucket code= 11.0");
  }

  @Test
  void seriesHash_labelsInAnotherOrderOrEmpty_isTheSame() throws SourceFailure {
    assertThat(hashes("a{b=\"1\",c=\"2\"} 1\nx 1\na 1\n"))
        .isEqualTo(hashes("a{c=\"2\",b=\"1\"} 1\nx{} 1\na{z=\"\"} 1\n"))
        .doesNotHaveDuplicates();
    assertThat(hashes("a{b=\"1\",c=\"2\"} 1\na{b=\"2\",c=\"1\"} 1\nab{c=\"1\"} 1\n"))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          <!DOCTYPE html>           | SYNTAX           | line 1: expects a metric name: "<!DOCTYPE html>"
          {"error":"not found"}     | SYNTAX           | line 1: expects a metric name
          ok 1¶a bad                | SYNTAX           | line 2: the value is not a number: "a bad"
          a{b="c"} 1¶a{b="c"} 2     | DUPLICATE_SERIES | line 2: this series is on the page twice: "a{b="c"} 2"
          a{b="c",d="e"} 1¶a{d="e",b="c"} 2 | DUPLICATE_SERIES | line 2
          a{b="c} 1                 | SYNTAX           | expects the closing quote of a label value
          a{b="c"                   | SYNTAX           | expects , or } after the label
          a{b=c} 1                  | SYNTAX           | expects a label value in double quotes
          a{b} 1                    | SYNTAX           | expects = after the label name
          a{b="1",b="2"} 1          | SYNTAX           | the label b is there twice
          a{b:c="1"} 1              | SYNTAX           | expects = after the label name
          a{b="\\t"} 1              | SYNTAX           | knows the escapes
          a 1 2 3                   | SYNTAX           | expects the end of the line after the value
          a 1 x                     | SYNTAX           | the time stamp is not a number
          a 1,5                     | SYNTAX           | the value is not a number
          a 0x1p3                   | SYNTAX           | the value is not a number
          a 1d                      | SYNTAX           | the value is not a number
          a +NaN                    | SYNTAX           | the value is not a number
          a 1 # {} 1                | SYNTAX           | expects the end of the line after the value
          a-b 1                     | SYNTAX           | expects a space or { after the metric name
          # TYPE a banana           | SYNTAX           | expects # TYPE, a metric name and a known type
          # TYPE a                  | SYNTAX           | expects # TYPE, a metric name and a known type
          """)
  void next_garbage_namesLineAndRule(String page, FailureCode code, String message) {
    SourceFailure failure = failure(page.replace('¶', '\n') + "\n", Format.TEXT);

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          a 1                       | TRUNCATED | ends without # EOF
          # EOF¶a 1                 | SYNTAX    | nothing may follow # EOF
          # what                    | SYNTAX    | OpenMetrics knows
          a 1¶¶# EOF                | SYNTAX    | OpenMetrics has no empty lines
          a 1 # 3¶# EOF             | SYNTAX    | expects the labels of an exemplar
          a 1 # {b="c"} x¶# EOF     | SYNTAX    | the value of the exemplar is not a number
          """)
  void next_openMetricsGarbage_namesLineAndRule(String page, FailureCode code, String message) {
    SourceFailure failure = failure(page.replace('¶', '\n') + "\n", Format.OPEN_METRICS);

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(message);
  }

  @Test
  void reset_noFinalLineFeed_isTruncated() {
    SourceFailure failure = failure("a 1\nhttp_requests_to", Format.TEXT);

    assertThat(failure.code()).isEqualTo(FailureCode.TRUNCATED);
    assertThat(failure)
        .hasMessage(
            "line 2: the last line has no line feed, so the page was cut off: \"http_requests_to\"");
  }

  @Test
  void reset_notUtf8_namesTheByte() {
    byte[] page = bytes("a{b=\"héllo\"} 1\n");
    page[6] = (byte) 0xff;

    SourceFailure failure = catchThrowableOfType(
        SourceFailure.class, () -> parser.reset(page, 0, page.length, Format.TEXT));

    assertThat(failure.code()).isEqualTo(FailureCode.NOT_UTF8);
    assertThat(failure).hasMessage("byte 6 of the page, 0xff, is not UTF-8");
  }

  @Test
  void next_hugeLabel_isTooLong() {
    SourceFailure failure =
        failure("a{b=\"" + "x".repeat(ExpositionParser.MAX_LINE_BYTES) + "\"} 1\n", Format.TEXT);

    assertThat(failure.code()).isEqualTo(FailureCode.LINE_TOO_LONG);
    assertThat(String.valueOf(failure.getMessage()).length()).isLessThan(250);
  }

  @Test
  void next_manyLabels_isTooMany() {
    StringBuilder line = new StringBuilder("a{");
    for (int i = 0; i <= ExpositionParser.MAX_LABELS; i++) {
      line.append("l").append(i).append("=\"\",");
    }

    assertThat(failure(line + "} 1\n", Format.TEXT).code()).isEqualTo(FailureCode.TOO_MANY);
  }

  @Test
  void next_afterAFailure_readsTheNextPage() throws SourceFailure {
    failure("a{b=\"c\"} 1\na x\n", Format.TEXT);

    assertThat(samples("a{b=\"c\"} 1\n", Format.TEXT)).hasSize(1);
  }

  @Test
  void next_manySeries_findsTheOneDuplicate() {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      page.append("a{b=\"").append(i).append("\"} 1\n");
    }

    SourceFailure failure = failure(page + "a{b=\"17\"} 1\n", Format.TEXT);

    assertThat(failure.code()).isEqualTo(FailureCode.DUPLICATE_SERIES);
    assertThat(failure).hasMessageStartingWith("line 50001:");
  }

  private SourceFailure failure(String page, Format format) {
    return catchThrowableOfType(SourceFailure.class, () -> samples(page, format));
  }

  private List<String> samples(String page, Format format) throws SourceFailure {
    List<String> samples = new ArrayList<>();
    reset(page, format);
    while (parser.next()) {
      samples.add("%d %s code=%s %s"
          .formatted(parser.line(), parser.name(), parser.label(bytes("code")), parser.value()));
    }
    return samples;
  }

  private List<Long> hashes(String page) throws SourceFailure {
    List<Long> hashes = new ArrayList<>();
    reset(page, Format.TEXT);
    while (parser.next()) {
      hashes.add(parser.seriesHash());
    }
    return hashes;
  }

  private void reset(String page, Format format) throws SourceFailure {
    byte[] bytes = bytes(page);
    parser.reset(bytes, 0, bytes.length, format);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package io.adaptivelb.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.exposition.ExpositionParser.Format;
import io.adaptivelb.failure.SourceFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes are: the typed failure or a clean end, never another exception, never more samples than lines. */
class ExpositionFuzzTest {
  private static final String GOOD = """
      # HELP a what
      # TYPE a histogram
      a_bucket{path="/x",le="0.1"} 1 1395066363000
      a_bucket{path="/x",le="+Inf"} 2.5e3 # {id="7"} 0.2
      b{c="é\\n\\""} NaN
      # EOF
      """;

  private final ExpositionParser parser = new ExpositionParser();

  @Property(tries = 5_000)
  void next_randomBytes_failsTypedOrEnds(@ForAll @Size(max = 400) byte[] page) {
    walk(page, Format.TEXT);
    walk(page, Format.OPEN_METRICS);
  }

  @Property(tries = 5_000)
  void next_randomTokens_failsTypedOrEnds(@ForAll("pages") String page) {
    walk(page.getBytes(StandardCharsets.UTF_8), Format.TEXT);
    walk(page.getBytes(StandardCharsets.UTF_8), Format.OPEN_METRICS);
  }

  @Property(tries = 5_000)
  void next_goodPageWithBytesChanged_failsTypedOrEnds(
      @ForAll("mutations") List<int[]> mutations, @ForAll boolean cut) {
    byte[] page = GOOD.getBytes(StandardCharsets.UTF_8);
    for (int[] mutation : mutations) {
      page[mutation[0] % page.length] = (byte) mutation[1];
    }
    int length = cut && !mutations.isEmpty() ? mutations.get(0)[0] % page.length : page.length;
    byte[] shorter = java.util.Arrays.copyOf(page, length);
    walk(shorter, Format.TEXT);
    walk(shorter, Format.OPEN_METRICS);
  }

  @Property
  void parse_anyDouble_isWhatJavaReads(@ForAll double value) {
    byte[] text = Double.toString(value).getBytes(StandardCharsets.US_ASCII);
    Numbers numbers = new Numbers();

    assertThat(numbers.parse(text, 0, text.length)).isTrue();
    assertThat(numbers.value()).isEqualTo(value);
  }

  @Property
  void parse_anyDecimal_isWhatJavaReads(
      @ForAll long mantissa,
      @ForAll @net.jqwik.api.constraints.IntRange(min = -30, max = 30) int exponent) {
    String written = mantissa + "e" + exponent;
    byte[] text = written.getBytes(StandardCharsets.US_ASCII);
    Numbers numbers = new Numbers();

    assertThat(numbers.parse(text, 0, text.length)).isTrue();
    assertThat(numbers.value()).isEqualTo(Double.parseDouble(written));
  }

  @Provide
  Arbitrary<String> pages() {
    return Arbitraries.of(
            "a", "b_total", "{", "}", "le", "=", "\"", "\\", "\\n", ",", " ", "\t", "\n", "\r\n",
            "#", "# TYPE ", "# EOF", "counter", "1", "-1", ".", "e", "+Inf", "NaN", "é", "\0",
            "9e999")
        .list()
        .ofMaxSize(40)
        .map(tokens -> String.join("", tokens));
  }

  @Provide
  Arbitrary<List<int[]>> mutations() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 10_000), Arbitraries.integers().between(0, 255))
        .as((at, value) -> new int[] {at, value})
        .list()
        .ofMaxSize(4);
  }

  private void walk(byte[] page, Format format) {
    long lines = 1;
    for (byte b : page) {
      lines += b == '\n' ? 1 : 0;
    }
    int samples = 0;
    try {
      parser.reset(page, 0, page.length, format);
      while (parser.next()) {
        samples++;
        assertThat(parser.name()).isNotEmpty();
        assertThat(parser.label("le".getBytes(StandardCharsets.UTF_8))).isNotNull();
      }
    } catch (SourceFailure failure) {
      assertThat(failure.getMessage()).isNotBlank();
    }
    assertThat(samples).isLessThanOrEqualTo((int) lines);
  }
}

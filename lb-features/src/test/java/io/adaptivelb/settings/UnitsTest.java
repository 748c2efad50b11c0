package io.adaptivelb.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({"5s,PT5S", "250ms,PT0.25S", "2m,PT2M", "12h,PT12H", "7d,PT168H", "0s,PT0S", "3 s,PT3S"
  })
  void duration_isRead(String text, Duration expected) {
    assertThat(Units.duration(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-5s", "5S", "1.5s", "5s 3ms", "999999999999999d", "PT5S"})
  void duration_ofAnythingElse_isNone(String text) {
    assertThat(Units.duration(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"16MiB,16777216", "1KiB,1024", "5B,5", "2 GiB,2147483648", "1TiB,1099511627776"})
  void bytes_areRead(String text, long expected) {
    assertThat(Units.bytes(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16", "16MB", "1.5KiB", "-1B", "999999999999999TiB"})
  void bytes_ofAnythingElse_areNone(String text) {
    assertThat(Units.bytes(text)).isNull();
  }

  @Test
  void format_takesTheLargestUnitThatLosesNothing() {
    assertThat(Units.format(Duration.ofMillis(1500))).isEqualTo("1500ms");
    assertThat(Units.format(Duration.ofHours(24))).isEqualTo("24h");
    assertThat(Units.format(Duration.ofDays(7))).isEqualTo("7d");
    assertThat(Units.formatBytes(64 << 10)).isEqualTo("64KiB");
    assertThat(Units.formatBytes(1025)).isEqualTo("1025B");
  }

  @Property
  void format_isReadBackAsTheSame(
      @ForAll @LongRange(min = 0, max = 100_000_000_000_000_000L) long nanos,
      @ForAll @LongRange(min = 0) long bytes) {
    Duration duration = Duration.ofNanos(nanos - nanos % 1_000);
    assertThat(Units.duration(Units.format(duration))).isEqualTo(duration);
    long size = bytes % 1_000_000_000_000_000L;
    assertThat(Units.bytes(Units.formatBytes(size))).isEqualTo(size);
  }
}

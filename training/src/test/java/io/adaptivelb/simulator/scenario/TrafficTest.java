package io.adaptivelb.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficTest {
  private static final double RATE = 10_000;

  @TempDir
  Path folder;

  /** Arrivals a second, in each of so many parts of the run, as factors of the mean rate. */
  private double[] factors(String load, double seconds, int parts) {
    Scenario scenario = Stage.read(folder, "load: {rate: %.0f, %s}".formatted(RATE, load));
    Traffic traffic = new Traffic(scenario.load(), RATE, seconds, new SplittableRandom(7));
    double[] factors = new double[parts];
    for (double at = traffic.next(); at < seconds; at = traffic.next()) {
      factors[(int) (at / seconds * parts)] += parts / (RATE * seconds);
    }
    return factors;
  }

  private void write(String name, String text) {
    try (OutputStream out = name.endsWith(".gz")
        ? new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))
        : Files.newOutputStream(folder.resolve(name))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void profile_isLinearBetweenItsPoints_andStays() {
    double[] factors = factors("profile: [{at: 2s, factor: 1}, {at: 4s, factor: 3}]", 8, 4);

    assertThat(factors).containsExactly(new double[] {1, 2, 3, 3}, within(0.05));
  }

  @Test
  void profile_beginsAnewWhereItRepeats() {
    double[] factors = factors(
        "repeat: 4s, profile: [{at: 0s, factor: 1}, {at: 2s, factor: 1}, {at: 2s, factor: 0.5}]",
        12,
        6);

    assertThat(factors).containsExactly(new double[] {1, 0.5, 1, 0.5, 1, 0.5}, within(0.05));
  }

  @Test
  void bursts_comeOnTop() {
    double[] factors = factors("bursts: {every: 2s, lasts: 200ms, factor: 3}", 600, 6_000);

    double mean = 0;
    double high = 0;
    for (double factor : factors) {
      mean += factor / factors.length;
      high += factor > 2 ? 1.0 / factors.length : 0;
    }
    // A burst begins every 2 s and lasts 0.2 s; some overlap.
    assertThat(high).isBetween(0.05, 0.1);
    assertThat(mean).isBetween(1.14, 1.22);
  }

  @ParameterizedTest
  @CsvSource({"trace.csv", "trace.csv.gz"})
  void trace_isScaledToTheMeanOfWhatIsPlayed_andBeginsAnew(String name) {
    write(name, """
        period,count
        1998-04-30 21:30:00,9
        1998-04-30 21:31:00,1
        1998-04-30 21:32:00,3
        """);
    String load = "trace: %s, speedup: 60, traceFrom: 1m".formatted(name);

    assertThat(factors(load, 2, 2)).containsExactly(new double[] {0.5, 1.5}, within(0.05));
    assertThat(factors(load, 6, 6))
        .containsExactly(
            new double[] {3.0 / 13, 9.0 / 13, 27.0 / 13, 3.0 / 13, 9.0 / 13, 27.0 / 13},
            within(0.05));
  }

  @Test
  void traceOfOtherColumns_isARequestALine() {
    write("requests.csv", """
        TIMESTAMP,ContextTokens,GeneratedTokens
        2023-11-16 18:17:03.9799600,4808,10
        2023-11-16 18:17:04.0319600,3180,8
        2023-11-16 18:17:04.0781490,110,27
        2023-11-16 18:17:05.1206440,7433,14
        """);

    assertThat(factors("trace: requests.csv", 2, 2))
        .containsExactly(new double[] {1.5, 0.5}, within(0.05));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2|has 1 lines of numbers; a trace has two at least",
        "1,2;1,3|line \"1,3\": times must rise and counts be ≥ 0",
        "1,2;2,-3|line \"2,-3\": times must rise and counts be ≥ 0",
        "1,2;2,x|\"x\" is not a number",
        "1,2;2,3,4|bad.csv:2: \"2,3,4\" has 3 columns, the line before 2",
        "1,0;2,0|has no arrivals in the 2 s from 0 s on",
      })
  void badTrace_namesTheLineAndTheRule(String lines, String message) {
    write("bad.csv", lines.replace(';', '\n'));

    assertThatThrownBy(() -> factors("trace: bad.csv", 2, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  @Test
  void beginBehindTheEndOfTheTrace_isRefused() {
    write("short.csv", "0,1\n1,1\n");

    assertThatThrownBy(() -> factors("trace: short.csv, traceFrom: 1h", 2, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has 2 s; traceFrom is 3600 s");
  }

  @Test
  void sizesFromAFile_areItsLastColumnScaledToTheMean() {
    write("sizes.csv.gz", "time,tokens\n1,10\n2,30\n3,20\n");
    Scenario scenario =
        Stage.read(folder, "load: {rate: 5}\ncpu: {mean: 4ms, shape: file, file: sizes.csv.gz}");
    SplittableRandom random = new SplittableRandom(3);
    int[] counts = new int[3];

    for (int i = 0; i < 3_000; i++) {
      double millis = scenario.cpu().sampler().sample(random) * 1e3;
      int which = (int) Math.round(millis / 2) - 1;
      assertThat(millis).isEqualTo(2.0 * (which + 1), within(1e-9));
      counts[which]++;
    }

    assertThat(counts).satisfies(c -> {
      for (int count : c) {
        assertThat(count).isBetween(900, 1_100);
      }
    });
  }
}

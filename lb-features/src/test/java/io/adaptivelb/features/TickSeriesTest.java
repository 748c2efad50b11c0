package io.adaptivelb.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TickSeriesTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final int CPU = TickSignal.CPU_RATIO.place();

  /** Random ticks with gaps and silence, against the textbook formulas over the same ticks. */
  @Property(tries = 200)
  void statistics_ofAnySeries_matchTheFormulas(@ForAll long seed) {
    Random random = new Random(seed);
    TickSeries series = new TickSeries();
    List<double[]> ticks = new ArrayList<>();
    Instant time = NOON;
    for (int i = 1 + random.nextInt(60); i > 0; i--) {
      time = time.plusMillis(4_900 + random.nextInt(random.nextInt(5) == 0 ? 30_000 : 200));
      double busy = random.nextInt(6) == 0 ? Double.NaN : random.nextDouble() * 8;
      series.add(tick(time, busy));
      ticks.add(new double[] {(double) time.toEpochMilli(), busy / 4});
    }
    long now = time.plusMillis(random.nextInt(20_000)).toEpochMilli();
    float[] statistics = new float[12];
    series.statistics(CPU, now, statistics, 0);

    for (int w = 0; w < 3; w++) {
      double reach = FeatureSchema.WINDOW_SECONDS.get(w) * 1e3;
      List<double[]> inside = ticks.stream()
          .filter(tick -> !Double.isNaN(tick[1]) && now - tick[0] < reach)
          .toList();
      assertMatches(statistics, 4 * w, inside);
    }
  }

  @Test
  void statistics_atAnEarlierMoment_haveNotSeenLaterTicks() {
    TickSeries all = new TickSeries();
    TickSeries blind = new TickSeries();
    for (int i = 0; i < 20; i++) {
      EndpointObservation tick = tick(NOON.plusSeconds(5L * i), 0.1 * i);
      all.add(tick);
      if (i < 10) {
        blind.add(tick);
      }
    }
    long then = NOON.plusSeconds(45).toEpochMilli();
    float[] expected = new float[12];
    float[] actual = new float[12];
    blind.statistics(CPU, then, expected, 0);
    all.statistics(CPU, then, actual, 0);

    assertThat(actual).isEqualTo(expected);
  }

  private static void assertMatches(float[] statistics, int at, List<double[]> ticks) {
    double n = ticks.size();
    double meanT = ticks.stream().mapToDouble(tick -> tick[0]).sum() / n;
    double mean = ticks.stream().mapToDouble(tick -> tick[1]).sum() / n;
    double tx = 0;
    double tt = 0;
    double xx = 0;
    for (double[] tick : ticks) {
      tx += (tick[0] - meanT) * (tick[1] - mean);
      tt += (tick[0] - meanT) * (tick[0] - meanT);
      xx += (tick[1] - mean) * (tick[1] - mean);
    }
    assertClose(statistics[at], mean);
    assertClose(
        statistics[at + 1], ticks.stream().mapToDouble(tick -> tick[1]).max().orElse(Double.NaN));
    assertClose(statistics[at + 2], n < 2 ? Double.NaN : tx / tt * 1e3);
    assertClose(statistics[at + 3], n < 2 ? Double.NaN : Math.sqrt(xx / (n - 1)));
  }

  private static void assertClose(float actual, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(actual).isNaN();
    } else {
      assertThat((double) actual).isCloseTo(expected, within(1e-5));
    }
  }

  private static EndpointObservation tick(Instant time, double busyCores) {
    return new EndpointObservation(
        new EndpointId("10.0.0.1", 80),
        time,
        Duration.ofSeconds(5),
        new Outcomes(10, 0, 0, 0, 0),
        LatencyHistogram.EMPTY,
        3,
        new Resources(4, busyCores, 0.5, 0.25),
        CircuitBreaker.UNKNOWN,
        NOON.minusSeconds(3_600),
        0);
  }
}

package io.adaptivelb.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.telemetry.LatencyHistogram.Recorder;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class LatencyHistogramTest {
  private static final double RELATIVE_ERROR = Math.pow(2, 1.0 / 32) - 1 + 1e-9;

  @Property
  void plus_anyOrderAndGrouping_givesTheSame(
      @ForAll("histograms") LatencyHistogram a,
      @ForAll("histograms") LatencyHistogram b,
      @ForAll("histograms") LatencyHistogram c) {
    assertThat(a.plus(b)).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
    assertThat(a.plus(b).count()).isEqualTo(a.count() + b.count());
    assertThat(a.plus(LatencyHistogram.EMPTY)).isEqualTo(a);
  }

  @Property
  void plus_histogramsOfParts_isTheHistogramOfTheWhole(
      @ForAll("durations") List<Double> first, @ForAll("durations") List<Double> second) {
    Recorder whole = new Recorder();
    first.forEach(whole::record);
    second.forEach(whole::record);

    LatencyHistogram parts = record(first).plus(record(second));

    LatencyHistogram expected = whole.drain();
    assertThat(parts.count()).isEqualTo(expected.count());
    assertThat(buckets(parts)).isEqualTo(buckets(expected));
    assertThat(parts.sumSeconds()).isCloseTo(expected.sumSeconds(), within(3e-9));
  }

  @Property
  void quantileSeconds_anyObservations_isWithinTheError(
      @ForAll("durations") @NotEmpty List<Double> durations,
      @ForAll @DoubleRange(min = 0, max = 1) double q) {
    double[] sorted = durations.stream().mapToDouble(d -> d).sorted().toArray();
    double exact = sorted[Math.max(0, (int) Math.ceil(q * sorted.length) - 1)];

    double quantile = record(durations).quantileSeconds(q);

    assertThat(Math.abs(quantile / exact - 1)).isLessThanOrEqualTo(RELATIVE_ERROR);
  }

  @Property
  void recordBetween_anyBounds_losesNothingAndStaysWithin(
      @ForAll @DoubleRange(min = -16, max = 9) double exponent,
      @ForAll @DoubleRange(min = 0.01, max = 20) double doublings,
      @ForAll @LongRange(min = 0, max = 1L << 40) long count) {
    double low = Math.pow(2, exponent);
    double high = low * Math.pow(2, doublings);
    Recorder recorder = new Recorder();
    recorder.recordBetween(low, high, count);

    LatencyHistogram histogram = recorder.drain();

    assertThat(histogram.count()).isEqualTo(count);
    if (count > 0) {
      assertThat(histogram.quantileSeconds(0)).isGreaterThan(low * (1 - RELATIVE_ERROR));
      assertThat(histogram.quantileSeconds(1)).isLessThan(high * (1 + RELATIVE_ERROR));
    }
  }

  @Property
  void recordBetween_anyCount_isEvenOnTheLogScale(
      @ForAll @LongRange(min = 1, max = 99) long count) {
    Recorder recorder = new Recorder();
    recorder.recordBetween(0.1, 1.6, count);

    LatencyHistogram histogram = recorder.drain();

    double meanLog = 0;
    for (int i = 0; i < histogram.bucketCount(); i++) {
      double middle = (histogram.offset() + i + 0.5) / 16;
      meanLog += histogram.bucket(i) * middle / count;
    }
    assertThat(Math.pow(2, meanLog)).isCloseTo(0.4, Percentage.withPercentage(5));
  }

  @Test
  void recordBetween_fromZero_spansADecade() {
    Recorder recorder = new Recorder();
    recorder.recordBetween(0, 0.01, 1_000);

    LatencyHistogram histogram = recorder.drain();

    assertThat(histogram.count()).isEqualTo(1_000);
    assertThat(histogram.quantileSeconds(0)).isBetween(0.00095, 0.00107);
    assertThat(histogram.quantileSeconds(1)).isBetween(0.0095, 0.0105);
  }

  @Test
  void recordBetween_withoutUpperBound_staysAtTheLowerOne() {
    Recorder recorder = new Recorder();
    recorder.recordBetween(10, Double.POSITIVE_INFINITY, 7);

    LatencyHistogram histogram = recorder.drain();

    assertThat(histogram.count()).isEqualTo(7);
    assertThat(histogram.quantileSeconds(1)).isBetween(10.0, 11.0);
  }

  @Test
  void recordBetween_brokenBounds_areRefused() {
    Recorder recorder = new Recorder();

    assertThatThrownBy(() -> recorder.recordBetween(2, 1, 1)).hasMessageContaining("(2.0, 1.0]");
    assertThatThrownBy(() -> recorder.recordBetween(Double.NaN, 1, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> recorder.recordBetween(1, 2, -1)).hasMessageContaining("-1");
    assertThat(recorder.drain()).isEqualTo(LatencyHistogram.EMPTY);
  }

  @Test
  void record_anyDouble_isCountedInRange() {
    List<Double> values = List.of(
        Double.NaN, -1.0, 0.0, 1e-300, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    LatencyHistogram histogram = record(values);

    assertThat(histogram.count()).isEqualTo(values.size());
    assertThat(histogram.offset()).isEqualTo(LatencyHistogram.MIN_INDEX);
    assertThat(histogram.sumSeconds()).isEqualTo(2 * LatencyHistogram.MAX_SECONDS);
  }

  @Test
  void indexOf_bucketBounds_areInclusiveAbove() {
    for (int i = LatencyHistogram.MIN_INDEX; i < LatencyHistogram.MAX_INDEX; i++) {
      double bound = LatencyHistogram.upperBoundSeconds(i);
      assertThat(LatencyHistogram.indexOf(bound)).isEqualTo(i);
      assertThat(LatencyHistogram.indexOf(bound * 1.0001)).isEqualTo(i + 1);
    }
  }

  @Test
  void drain_twice_startsANewOne() {
    Recorder recorder = new Recorder();
    recorder.record(1);
    recorder.drain();

    assertThat(recorder.drain()).isEqualTo(LatencyHistogram.EMPTY);
    assertThat(LatencyHistogram.EMPTY.quantileSeconds(0.5)).isNaN();
    assertThat(LatencyHistogram.EMPTY.meanSeconds()).isNaN();
  }

  @Test
  void drain_moreThanIsBelieved_isRefusedOnce() {
    Recorder recorder = new Recorder();
    recorder.recordBetween(1, 2, Long.MAX_VALUE);

    assertThatThrownBy(recorder::drain).hasMessageContaining("observations; at most");
    assertThat(recorder.drain()).isEqualTo(LatencyHistogram.EMPTY);
  }

  @Test
  void addSum_notANumber_isRefused() {
    Recorder recorder = new Recorder();

    assertThatThrownBy(() -> recorder.addSum(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> recorder.addSum(-1)).hasMessageContaining("-1.0");
  }

  @Test
  void of_untrimmedBuckets_equalsTrimmed() {
    LatencyHistogram untrimmed = LatencyHistogram.of(-10, new long[] {0, 0, 3, 0, 1, 0}, 2.5);

    assertThat(untrimmed).isEqualTo(LatencyHistogram.of(-8, new long[] {3, 0, 1}, 2.5));
    assertThat(untrimmed.offset()).isEqualTo(-8);
    assertThat(untrimmed.meanSeconds()).isEqualTo(0.625);
    assertThat(untrimmed).hasToString("LatencyHistogram[count=4, p50=0.723 s, p99=0.788 s]");
  }

  @Test
  void of_brokenParts_areRefused() {
    long[] one = {1};
    assertThatThrownBy(() -> LatencyHistogram.of(160, one, 1)).hasMessageContaining("160");
    assertThatThrownBy(() -> LatencyHistogram.of(Integer.MAX_VALUE, one, 1))
        .hasMessageContaining("outside");
    assertThatThrownBy(() -> LatencyHistogram.of(-321, one, 1)).hasMessageContaining("-321");
    assertThatThrownBy(() -> LatencyHistogram.of(0, new long[] {-1}, 1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> LatencyHistogram.of(0, one, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> LatencyHistogram.of(0, one, -1)).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> LatencyHistogram.ofNanos(0, one, -1)).hasMessageContaining("-1 ns");
    assertThatThrownBy(() -> LatencyHistogram.of(0, new long[] {Long.MAX_VALUE, Long.MAX_VALUE}, 1))
        .hasMessageContaining("at most");
  }

  @Test
  void quantileSeconds_outsideZeroToOne_isRefused() {
    for (double q : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> LatencyHistogram.EMPTY.quantileSeconds(q))
          .hasMessageContaining("" + q);
    }
  }

  @Provide
  Arbitrary<List<Double>> durations() {
    return Arbitraries.doubles()
        .between(-19.9, 9.9)
        .map(exponent -> Math.pow(2, exponent))
        .list()
        .ofMaxSize(200);
  }

  @Provide
  Arbitrary<LatencyHistogram> histograms() {
    return durations().map(LatencyHistogramTest::record);
  }

  private static LatencyHistogram record(List<Double> durations) {
    Recorder recorder = new Recorder();
    durations.forEach(recorder::record);
    return recorder.drain();
  }

  private static String buckets(LatencyHistogram histogram) {
    long[] counts = new long[histogram.bucketCount()];
    Arrays.setAll(counts, histogram::bucket);
    return histogram.offset() + Arrays.toString(counts);
  }
}

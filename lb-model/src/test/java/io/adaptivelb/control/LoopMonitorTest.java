package io.adaptivelb.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The monitor on loops whose elasticity and delay are known. */
class LoopMonitorTest {
  private static final StabilitySettings ON = StabilitySettings.DEFAULTS;
  private static final StabilitySettings OFF = new StabilitySettings(false, 0.5);

  /** Weights that are moved by somebody else, and targets without noise: nothing is left to chance. */
  @ParameterizedTest
  @CsvSource({"1, 0", "3, 0", "0.7, 1", "2, 1", "6, 1", "1.5, 2", "4, 3", "2.5, 4"})
  void estimate_ofWeightsThatAreMovedFromOutside_isExact(double elasticity, int delay) {
    Random random = new Random(7);
    LoopMonitor monitor = new LoopMonitor(0.6, ON);
    LoopTrail[] trails = trails(8);
    double[][] past = new double[trails.length][delay + 1];
    for (int t = 0; t < 200; t++) {
      monitor.begin();
      for (int i = 0; i < trails.length; i++) {
        double now = past[i][0] + 0.04 * random.nextGaussian();
        System.arraycopy(past[i], 0, past[i], 1, delay);
        past[i][0] = now;
        trails[i].inForce(Math.exp(now));
        monitor.observe(trails[i], Math.exp(-elasticity * past[i][delay]), 0, 100);
      }
      monitor.end();
    }

    LoopStability stability = monitor.stability();
    // Nothing is cut but what is off by more than a factor of five.
    assertThat(stability.elasticity()).isCloseTo(elasticity, within(0.02 * elasticity));
    assertThat(stability.delayTicks()).isCloseTo(delay, within(0.02));
    assertThat(stability.explainedRatio()).isGreaterThan(0.99);
  }

  /** A scrape that sees half of the old weight and half of the new one is half a tick late. */
  @Test
  void estimate_betweenTwoTicks_isAFractionOfADelay() {
    Random random = new Random(7);
    LoopMonitor monitor = new LoopMonitor(0.6, ON);
    LoopTrail[] trails = trails(8);
    double[] weights = new double[trails.length];
    for (int t = 0; t < 200; t++) {
      monitor.begin();
      for (int i = 0; i < trails.length; i++) {
        double before = weights[i];
        weights[i] += 0.05 * random.nextGaussian();
        trails[i].inForce(Math.exp(weights[i]));
        monitor.observe(trails[i], Math.exp(-(0.75 * weights[i] + 0.25 * before) * 2), 0, 100);
      }
      monitor.end();
    }

    assertThat(monitor.stability().delayTicks()).isCloseTo(0.25, within(0.01));
    assertThat(monitor.stability().elasticity()).isCloseTo(2, within(0.01));
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "3, 1", "6, 1", "1.5, 1", "2, 2", "3, 3", "5, 4"})
  void unstableLoop_isDampedBelowItsLimit(double elasticity, int delay) {
    double calm = loop(0, 0, ON).unrest(300);
    double wild = loop(elasticity, delay, OFF).unrest(300);
    SyntheticLoop loop = loop(elasticity, delay, ON);
    double damped = loop.unrest(300);
    double leastGain = 1;
    for (int t = 0; t < 300; t++) {
      damped = Math.max(damped, loop.unrest(1) / 5);
      leastGain = Math.min(leastGain, loop.monitor.stability().gain());
    }

    assertThat(wild).isGreaterThan(calm);
    assertThat(damped).isLessThan(Math.max(3 * calm, wild / 6));
    // In between the gain is let go little by little, until the loop stirs.
    assertThat(leastGain * elasticity).isLessThan(LoopStability.limit(delay));
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "2, 2", "3, 3"})
  void unstableLoop_showsItsElasticityAndDelay(double elasticity, int delay) {
    SyntheticLoop loop = loop(elasticity, delay, ON);
    List<Double> elasticities = new ArrayList<>();
    List<Double> delays = new ArrayList<>();
    for (int t = 0; t < 300; t++) {
      loop.unrest(1);
      LoopStability stability = loop.monitor.stability();
      if (stability.known()) {
        elasticities.add(stability.elasticity());
        delays.add(stability.delayTicks());
      }
    }

    assertThat(elasticities).hasSizeGreaterThan(20);
    assertThat(median(elasticities)).isCloseTo(elasticity, within(0.1 * elasticity));
    assertThat(median(delays)).isCloseTo(delay, within(0.1));
  }

  @Test
  void undampedLoop_isWatchedOnly() {
    SyntheticLoop loop = loop(3, 1, OFF);
    double margin = 2;
    for (int t = 0; t < 100; t++) {
      loop.unrest(1);
      LoopStability stability = loop.monitor.stability();
      margin = stability.known() ? Math.min(margin, stability.margin()) : margin;
    }

    assertThat(loop.monitor.stability().damped()).isFalse();
    assertThat(loop.monitor.stability().gain()).isEqualTo(0.6);
    assertThat(margin).isLessThan(0.7);
    assertThat(loop.monitor.stability().oscillatingEndpoints()).isPositive();
  }

  private static SyntheticLoop loop(double elasticity, int delay, StabilitySettings settings) {
    return new SyntheticLoop(20, 0.6, elasticity, delay, settings, SyntheticLoop.white(1, 0.03));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  /** What is stable by itself keeps its gain, and so does what moves for reasons of its own, however much. */
  @ParameterizedTest
  @CsvSource({"0, 0, 0.03", "0, 0, 0.1", "0.5, 0, 0.1", "0.5, 1, 0.1", "0.3, 2, 0.1", "0.3, 4, 0.1"
  })
  void stableLoop_keepsItsGain(double elasticity, int delay, double noise) {
    SyntheticLoop loop =
        new SyntheticLoop(20, 0.6, elasticity, delay, ON, SyntheticLoop.white(2, noise));
    for (int t = 0; t < 500; t++) {
      loop.unrest(1);
      assertThat(loop.monitor.factor()).isEqualTo(1);
    }
  }

  /** Neighbours that come and go: a weight falls, and later the target rises, but nobody can say when it will fall. */
  @ParameterizedTest
  @CsvSource({"3, 3", "2, 5", "1, 8"})
  void episodes_areNotTakenForAnAnswer(int shortest, int longest) {
    Random random = new Random(3);
    int n = 20;
    int[] left = new int[n];
    double[] level = new double[n];
    int[] next = {0};
    SyntheticLoop loop = new SyntheticLoop(n, 0.6, 0, 0, ON, () -> {
      int i = next[0]++ % n;
      if (left[i] > 0) {
        left[i]--;
      } else if (random.nextInt(15) == 0) {
        left[i] = shortest + random.nextInt(longest - shortest + 1);
      }
      double reading = left[i] > 0 ? -1.5 : 0;
      level[i] += (reading < level[i] ? 0.78 : 0.42) * (reading - level[i]);
      return level[i] + 0.03 * random.nextGaussian();
    });

    for (int t = 0; t < 500; t++) {
      loop.unrest(1);
      assertThat(loop.monitor.factor()).isEqualTo(1);
      assertThat(loop.monitor.stability().explainedRatio()).isLessThan(0.35);
    }
  }

  /** Once the cause is gone the gain comes back, slowly. */
  @Test
  void gain_recovers() {
    LoopMonitor monitor = new LoopMonitor(0.6, ON);
    LoopTrail[] trails = trails(10);
    double[] weights = new double[10];
    Random random = new Random(1);
    double least = 1;
    for (int t = 0; t < 400; t++) {
      double elasticity = t < 100 ? 4 : 0;
      monitor.begin();
      double[] steps = new double[10];
      for (int i = 0; i < 10; i++) {
        trails[i].inForce(Math.exp(weights[i]));
        double target = Math.clamp(0.02 * random.nextGaussian() - elasticity * weights[i], -2, 2);
        steps[i] = target - weights[i];
        monitor.observe(trails[i], Math.exp(target), steps[i], 100);
      }
      monitor.end();
      least = Math.min(least, monitor.factor());
      for (int i = 0; i < 10; i++) {
        weights[i] += 0.6 * monitor.factor() * steps[i];
      }
    }

    assertThat(least).isLessThan(0.6);
    assertThat(monitor.factor()).isEqualTo(1);
  }

  @Test
  void limit_isThatOfTheDelayedLoop() {
    assertThat(LoopStability.limit(0)).isCloseTo(2, within(1e-12));
    assertThat(LoopStability.limit(1)).isCloseTo(1, within(1e-12));
    assertThat(LoopStability.limit(2)).isCloseTo(0.618, within(1e-3));
    assertThat(new LoopStability(0.5, 1, 4, 1, 0.9, 0).margin()).isCloseTo(0.5, within(1e-12));
    assertThat(new LoopStability(0.5, 1, Double.NaN, Double.NaN, 0, 0).margin()).isNaN();
  }

  @Test
  void safetyShare_outOfRange_isRefused() {
    assertThatThrownBy(() -> new StabilitySettings(true, 1.5))
        .hasMessageContaining("safetyShare is 1.5; it must be in 0.1…1");
  }

  private static LoopTrail[] trails(int endpoints) {
    return Stream.generate(LoopTrail::new).limit(endpoints).toArray(LoopTrail[]::new);
  }

  /** Whatever comes: weights that are lost, targets that are no numbers, numbers at the ends of their range. */
  @Property
  void factor_ofAnyInput_staysInItsRange(
      @ForAll @Size(min = 1, max = 400) List<Double> numbers,
      @ForAll @DoubleRange(min = 0.01, max = 1) double gain) {
    LoopMonitor monitor = new LoopMonitor(gain, ON);
    LoopTrail[] trails = {new LoopTrail(), new LoopTrail()};
    for (int i = 0; i < numbers.size(); i++) {
      double number = numbers.get(i);
      double other = numbers.get(numbers.size() - 1 - i);
      monitor.begin();
      trails[0].inForce(number);
      trails[1].inForce(i % 7 == 0 ? Double.NaN : Math.exp(other % 5));
      monitor.observe(trails[0], other, Math.log(other / number), number);
      monitor.observe(trails[1], Math.exp(number % 5), number % 5 - other % 5, other);
      monitor.end();
      LoopStability stability = monitor.stability();
      assertThat(stability.factor()).isBetween(LoopMonitor.LEAST, 1.0);
      assertThat(stability.gain()).isBetween(LoopMonitor.LEAST * gain, gain);
      assertThat(stability.explainedRatio()).isBetween(0.0, 1.0);
      assertThat(stability.known()).isEqualTo(!Double.isNaN(stability.margin()));
    }
  }
}

package io.adaptivelb.control;

import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * A cluster whose targets follow a known law: {@code ln target = noise − elasticity · ln weight(delay ticks ago)}, held within
 * {@value #REACH}. What is given to the monitor is what a {@link SlowPath} gives it.
 */
final class SyntheticLoop {
  /** Targets cannot go further than this from the fair share, on the log scale. */
  static final double REACH = 2.5;

  final LoopMonitor monitor;
  final double[] weights;
  private final LoopTrail[] trails;
  private final double[][] past;
  private final double gain;
  private final double elasticity;
  private final int delay;
  private final DoubleSupplier noise;

  SyntheticLoop(
      int endpoints,
      double gain,
      double elasticity,
      int delay,
      StabilitySettings settings,
      DoubleSupplier noise) {
    this.monitor = new LoopMonitor(gain, settings);
    this.weights = new double[endpoints];
    this.trails = new LoopTrail[endpoints];
    this.past = new double[endpoints][delay + 1];
    this.gain = gain;
    this.elasticity = elasticity;
    this.delay = delay;
    this.noise = noise;
    for (int i = 0; i < endpoints; i++) {
      trails[i] = new LoopTrail();
    }
  }

  static DoubleSupplier white(long seed, double deviation) {
    Random random = new Random(seed);
    return () -> deviation * random.nextGaussian();
  }

  /** Lives through ticks; the root mean square of the weights in the second half of them, on the log scale. */
  double unrest(int ticks) {
    double sum = 0;
    int counted = 0;
    for (int t = 0; t < ticks; t++) {
      double squares = tick();
      if (2 * t >= ticks - 1) {
        sum += squares;
        counted += weights.length;
      }
    }
    return Math.sqrt(sum / counted);
  }

  private double tick() {
    double squares = 0;
    monitor.begin();
    double[] steps = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      System.arraycopy(past[i], 0, past[i], 1, delay);
      past[i][0] = weights[i];
      trails[i].inForce(Math.exp(weights[i]));
      double target = Math.clamp(noise.getAsDouble() - elasticity * past[i][delay], -REACH, REACH);
      steps[i] = target - weights[i];
      monitor.observe(trails[i], Math.exp(target), steps[i], 100);
      squares += weights[i] * weights[i];
    }
    monitor.end();
    for (int i = 0; i < weights.length; i++) {
      weights[i] += gain * monitor.factor() * steps[i];
    }
    return squares;
  }
}

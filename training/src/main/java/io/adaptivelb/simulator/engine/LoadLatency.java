package io.adaptivelb.simulator.engine;

import java.util.Arrays;

/**
 * Latency by load, as a Prequal server keeps it: the median of recent latencies of requests that found about as many in flight
 * as there are now.
 *
 * <p>Few requests find exactly that many, and without a window of freshness and a rescaling to the present load a probing policy
 * follows ghosts. So each latency is divided by {@code found + 1}, and the median of the quotients, of the newest {@value
 * #SAMPLES} at most a second old, is multiplied by the same of the present load.
 *
 * @see <a href="https://www.usenix.org/conference/nsdi24/presentation/wydrowski">Prequal, NSDI 2024, section 4</a>
 */
final class LoadLatency {
  private static final int SAMPLES = 48;
  private static final double FRESH_SECONDS = 1;

  /** The median is computed anew after so many requests or so long. */
  private static final int REFRESH_REQUESTS = 6;

  private static final double REFRESH_SECONDS = 0.02;

  private final double[] quotients = new double[SAMPLES];
  private final double[] times = new double[SAMPLES];
  private final double[] scratch = new double[SAMPLES];
  private int next;
  private int fresh;
  private double computedAt = Double.NEGATIVE_INFINITY;
  private double median;

  LoadLatency() {
    Arrays.fill(times, Double.NEGATIVE_INFINITY);
  }

  void record(int found, double seconds, double now) {
    quotients[next] = seconds / (found + 1);
    times[next] = now;
    next = (next + 1) % SAMPLES;
    fresh++;
  }

  /** Seconds; 0 while nothing fresh is known, so that it will be tried. */
  double at(int inFlight, double now) {
    if (fresh >= REFRESH_REQUESTS || now - computedAt > REFRESH_SECONDS) {
      compute(now);
    }
    return median * (inFlight + 1);
  }

  private void compute(double now) {
    int n = 0;
    for (int i = 0; i < SAMPLES; i++) {
      if (now - times[i] <= FRESH_SECONDS) {
        scratch[n++] = quotients[i];
      }
    }
    Arrays.sort(scratch, 0, n);
    median = n == 0 ? 0 : scratch[n / 2];
    fresh = 0;
    computedAt = now;
  }
}

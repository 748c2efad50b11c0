package io.adaptivelb.rollout;

import java.util.Arrays;

/**
 * A sequential test of whether events (slow requests, errors) are more frequent in the canary's group, which may be looked
 * at after every tick without raising more false alarms. Not thread-safe.
 *
 * <p>Given that k events happened in a tick, under "no worse" each of them fell on the canary with probability at most
 * {@code π = o/(1+o)}, where {@code o = nullRatio · canaryExposure/restExposure}. The likelihood ratio against "θ times as
 * frequent", {@code (p/π)^x · ((1−p)/(1−π))^(k−x)} with {@code p = θo/(1+θo)} and x of the k in the canary's group, has an
 * expectation of at most 1 then, whatever the exposures, so that its product over ticks is a supermartingale and exceeds
 * {@code 1/α} with probability at most α, ever (Ville). This holds exactly and for few events too; there is no normal
 * approximation. Four things are mixed in, each of which keeps the expectation at most 1:
 *
 * <ul>
 *   <li>several θ, because nobody knows how bad it is (the mixture SPRT [1, 2]);
 *   <li>several moments j at which it may begin, with weights {@code 1/(j(j+1))} that add up to 1, so that a model that
 *       turns bad after a good hour is still found within a few ticks (sums of e-processes that start one after the other
 *       are an e-detector [3]; weighted so that they stay an e-process);
 *   <li>the power 1/φ: events come in bursts of about φ, which are one event rather than φ (a concave power of an e-value
 *       is an e-value, by Jensen); φ may grow, by what was seen before;
 *   <li>a cap on each tick's factor, so that no single tick decides, however wild.
 * </ul>
 *
 * <p>[1] H. Robbins, Statistical methods related to the law of the iterated logarithm, Ann. Math. Stat. 41, 1970. [2] R.
 * Johari, L. Pekelis, D. Walsh, Always Valid Inference: Continuous Monitoring of A/B Tests, 2015 (Oper. Res. 70, 2022). [3]
 * J. Shin, A. Ramdas, A. Rinaldo, E-detectors: a nonparametric framework for sequential change detection, 2022.
 */
final class Evidence {
  private static final double[] TIMES_AS_FREQUENT = {1.25, 1.5, 2, 3, 5, 10, 30};

  private final double nullRatio;
  private final Scatter scatter;
  private final double cap;

  /** For each θ the logarithm of the sum over the moments at which it may have begun. */
  private final double[] sums = new double[TIMES_AS_FREQUENT.length];

  private long ticks;

  /**
   * A test that has seen nothing.
   *
   * @param nullRatio how many times as frequent is still no worse; &gt; 0
   * @param dispersion φ; ≥ 1
   * @param cap the most that one tick adds to the logarithm; &gt; 0
   */
  Evidence(double nullRatio, double dispersion, double cap) {
    this(nullRatio, dispersion, false, cap);
  }

  /**
   * A test that has seen nothing.
   *
   * @param learns whether φ grows where readings turn out to vary more ({@link Scatter})
   */
  Evidence(double nullRatio, double dispersion, boolean learns, double cap) {
    if (!(nullRatio > 0 && nullRatio < 1e6 && dispersion >= 1 && cap > 0)) {
      throw new IllegalArgumentException(
          "nullRatio %s, dispersion %s, cap %s; it must be 0 < nullRatio < 1e6, dispersion ≥ 1, cap > 0"
              .formatted(nullRatio, dispersion, cap));
    }
    this.nullRatio = nullRatio;
    this.scatter = new Scatter(dispersion, learns);
    this.cap = cap;
    Arrays.fill(sums, Double.NEGATIVE_INFINITY);
  }

  /** Takes in one tick. */
  void add(Counts counts) {
    if (!counts.informative()) {
      return;
    }
    ticks++;
    double dispersion = scatter.dispersion();
    scatter.add(counts);
    double begins = -Math.log((double) ticks) - Math.log1p((double) ticks);
    double odds = nullRatio * counts.canaryExposure() / counts.restExposure();
    for (int i = 0; i < sums.length; i++) {
      double times = TIMES_AS_FREQUENT[i];
      double rest = Math.log1p(odds) - Math.log1p(times * odds);
      double canary = Math.log(times) + rest;
      double ratio = (counts.canaryEvents() * canary + counts.restEvents() * rest) / dispersion;
      sums[i] = logOfSum(sums[i], begins) + Math.min(ratio, cap);
    }
  }

  /** The natural logarithm of the evidence that it is worse; 0 before the first tick, and never NaN. */
  double log() {
    double notBegun = -Math.log1p((double) ticks);
    double all = Double.NEGATIVE_INFINITY;
    for (double sum : sums) {
      all = logOfSum(all, logOfSum(sum, notBegun));
    }
    return all - Math.log(sums.length);
  }

  /** {@code ln(eᵃ + eᵇ)} without overflow. */
  private static double logOfSum(double a, double b) {
    double larger = Math.max(a, b);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
  }
}

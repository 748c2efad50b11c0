package io.adaptivelb.fastpath;

import static io.adaptivelb.domain.Ranges.requireInRange;

/**
 * What may happen between two ticks. A bin is one fast reading, 250 ms.
 *
 * @param errorRatio share of errors over the newest bins above which an endpoint is ejected at once; 0.05…1
 * @param minRequests over at least so many requests in two bins; fewer are enough when they leave no doubt
 * @param hotRatio in-flight requests per weight, over the cluster's median, from which an endpoint is hot; &gt; 1
 * @param hotBins it must be hot in so many bins in a row
 * @param hotCut what its weight is multiplied with where its answers do not tell what it can do; 0.05…1, 1 turns cuts off
 * @param maxCutRatio at most this share of the cluster is cut between two ticks; one always may be
 * @param maxHotRatio when more of the cluster than this is hot, nobody is cut: that is load, not a bad endpoint
 */
public record FastPathSettings(
    double errorRatio,
    long minRequests,
    double hotRatio,
    int hotBins,
    double hotCut,
    double maxCutRatio,
    double maxHotRatio) {
  /** The defaults. */
  public static final FastPathSettings DEFAULTS =
      new FastPathSettings(0.3, 20, 3, 3, 0.4, 0.25, 0.5);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public FastPathSettings {
    requireInRange("errorRatio", errorRatio, 0.05, 1);
    requireInRange("minRequests", minRequests, 1, 1_000_000);
    requireInRange("hotRatio", hotRatio, 1.1, 100);
    requireInRange("hotBins", hotBins, 1, 40);
    requireInRange("hotCut", hotCut, 0.05, 1);
    requireInRange("maxCutRatio", maxCutRatio, 0, 1);
    requireInRange("maxHotRatio", maxHotRatio, 0, 1);
  }
}

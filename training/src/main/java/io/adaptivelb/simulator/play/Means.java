package io.adaptivelb.simulator.play;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Means over seeds: geometric for latencies, arithmetic for shares and counts. */
public final class Means {
  private Means() {}

  /** The mean of runs that differ in their seed; the seed is that of the first. */
  public static Figures of(List<Figures> runs) {
    Figures first = runs.getFirst();
    return new Figures(
        first.scenario(),
        first.policy(),
        first.seed(),
        Math.round(arithmetic(runs, Figures::requests)),
        geometric(runs, Figures::p50Millis),
        geometric(runs, Figures::p90Millis),
        geometric(runs, Figures::p95Millis),
        geometric(runs, Figures::p99Millis),
        geometric(runs, Figures::p999Millis),
        geometric(runs, Figures::p99PenalisedMillis),
        arithmetic(runs, Figures::errorRatio),
        arithmetic(runs, Figures::goodputAtSlo),
        arithmetic(runs, Figures::maxUtilisationRatio),
        arithmetic(runs, Figures::oscillation),
        arithmetic(runs, Figures::pushesPerMinute));
  }

  /** The geometric mean of a figure; 0 when one is 0. */
  public static double geometric(List<Figures> runs, ToDoubleFunction<Figures> figure) {
    double sum = 0;
    for (Figures run : runs) {
      sum += StrictMath.log(figure.applyAsDouble(run));
    }
    return StrictMath.exp(sum / runs.size());
  }

  private static double arithmetic(List<Figures> runs, ToDoubleFunction<Figures> figure) {
    return runs.stream().mapToDouble(figure).average().orElse(0);
  }
}

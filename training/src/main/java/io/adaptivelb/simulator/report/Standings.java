package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.simulator.play.Means;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * What a set of runs says of one policy against another: the ratio of a latency, as a geometric mean over scenarios and seeds, with a bootstrap interval over seeds. Immutable.
 *
 * <p>Runs of one seed share arrivals, job sizes and faults, so ratios are taken seed by seed before anything is averaged.
 */
public final class Standings {
  private static final int RESAMPLES = 2_000;
  private static final double TIE = 0.05;

  private final Map<String, Map<String, Map<Long, Figures>>> runs = new LinkedHashMap<>();
  private final List<String> scenarios = new ArrayList<>();
  private final List<String> policies = new ArrayList<>();
  private final ToDoubleFunction<Figures> latency;

  /**
   * A ratio.
   *
   * @param value its geometric mean
   * @param low the 2.5 % end of its bootstrap interval
   * @param high the 97.5 % end
   */
  public record Ratio(double value, double low, double high) {}

  /**
   * How often a policy did better than another by more than 5 %, as well, and worse.
   *
   * @param wins scenarios won
   * @param ties scenarios within 5 %
   * @param losses scenarios lost
   */
  public record Score(int wins, int ties, int losses) {}

  /** The standings after these runs, by their penalised p99. */
  public Standings(List<Figures> all) {
    this(all, Figures::p99PenalisedMillis);
  }

  /** The standings after these runs, by any latency. */
  public Standings(List<Figures> all, ToDoubleFunction<Figures> latency) {
    this.latency = latency;
    for (Figures figures : all) {
      if (!scenarios.contains(figures.scenario())) {
        scenarios.add(figures.scenario());
      }
      if (!policies.contains(figures.policy())) {
        policies.add(figures.policy());
      }
      runs.computeIfAbsent(figures.scenario(), s -> new LinkedHashMap<>())
          .computeIfAbsent(figures.policy(), p -> new LinkedHashMap<>())
          .put(figures.seed(), figures);
    }
  }

  /** In the order in which they were played. */
  public List<String> scenarios() {
    return List.copyOf(scenarios);
  }

  /** In the order in which they were played. */
  public List<String> policies() {
    return List.copyOf(policies);
  }

  /** Whether all of these played. */
  public boolean played(String... names) {
    return policies.containsAll(List.of(names));
  }

  /** The mean over scenarios of the mean over seeds of the share of requests that failed. */
  public double errorRatio(List<String> over, String policy) {
    return over.stream()
        .mapToDouble(scenario -> mean(scenario, policy).errorRatio())
        .average()
        .orElse(0);
  }

  /** The geometric mean over scenarios and seeds. */
  public double mean(List<String> over, String policy) {
    double sum = 0;
    for (String scenario : over) {
      sum += StrictMath.log(Means.geometric(List.copyOf(of(scenario, policy).values()), latency));
    }
    return StrictMath.exp(sum / over.size());
  }

  /** The mean over seeds. */
  public Figures mean(String scenario, String policy) {
    return Means.of(List.copyOf(of(scenario, policy).values()));
  }

  /** The ratio of a policy to another in one scenario. */
  public double ratio(String scenario, String policy, String against) {
    double sum = 0;
    Map<Long, Figures> own = of(scenario, policy);
    for (long seed : own.keySet()) {
      sum += logRatio(scenario, policy, against, seed);
    }
    return StrictMath.exp(sum / own.size());
  }

  /** The ratio over some scenarios. */
  public Ratio ratio(List<String> over, String policy, String against) {
    List<Long> seeds = new ArrayList<>(new TreeSet<>(of(over.getFirst(), policy).keySet()));
    double[] bySeed = new double[seeds.size()];
    for (int i = 0; i < bySeed.length; i++) {
      for (String scenario : over) {
        bySeed[i] += logRatio(scenario, policy, against, seeds.get(i)) / over.size();
      }
    }
    double[] means = new double[RESAMPLES];
    SplittableRandom random = new SplittableRandom(1);
    for (int r = 0; r < RESAMPLES; r++) {
      for (int i = 0; i < bySeed.length; i++) {
        means[r] += bySeed[random.nextInt(bySeed.length)] / bySeed.length;
      }
    }
    Arrays.sort(means);
    double mean = Arrays.stream(bySeed).average().orElse(0);
    return new Ratio(
        StrictMath.exp(mean),
        StrictMath.exp(means[(int) (0.025 * RESAMPLES)]),
        StrictMath.exp(means[(int) (0.975 * RESAMPLES)]));
  }

  /** How a policy fares against another. */
  public Score score(List<String> over, String policy, String against) {
    int wins = 0;
    int losses = 0;
    for (String scenario : over) {
      double ratio = ratio(scenario, policy, against);
      wins += ratio < 1 - TIE ? 1 : 0;
      losses += ratio > 1 + TIE ? 1 : 0;
    }
    return new Score(wins, over.size() - wins - losses, losses);
  }

  private double logRatio(String scenario, String policy, String against, long seed) {
    Figures own = of(scenario, policy).get(seed);
    Figures other = of(scenario, against).get(seed);
    if (own == null || other == null) {
      throw new IllegalArgumentException("%s: seed %d was not played by both %s and %s"
          .formatted(scenario, seed, policy, against));
    }
    return StrictMath.log(latency.applyAsDouble(own) / latency.applyAsDouble(other));
  }

  private Map<Long, Figures> of(String scenario, String policy) {
    Map<Long, Figures> found = runs.getOrDefault(scenario, Map.of()).get(policy);
    if (found == null) {
      throw new IllegalArgumentException("%s was not played by %s".formatted(scenario, policy));
    }
    return found;
  }
}

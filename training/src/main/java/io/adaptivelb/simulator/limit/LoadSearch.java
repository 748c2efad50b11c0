package io.adaptivelb.simulator.limit;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.simulator.limit.LoadLimit.Outcome;
import io.adaptivelb.simulator.play.Figures;
import io.adaptivelb.simulator.play.Means;
import io.adaptivelb.simulator.play.Policy;
import io.adaptivelb.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Searches the highest load that keeps an objective: bisection over utilisations from 0.05 to 1 in steps of a hundredth.
 * Policies and seeds are played at once, on as many threads as are given. It takes for granted that a policy that fails at
 * some load fails at every higher one.
 */
public final class LoadSearch {
  /** The lowest utilisation that is tried. */
  public static final double LOWEST = 0.05;
  /** The highest. */
  public static final double HIGHEST = 1;
  /** Loads that are tried for a policy at most: both ends, and what halves 95 hundredths to one. */
  public static final int MOST_LOADS = 9;

  private static final int STEPS = 100;

  private final Player player;
  private final int threads;
  private final Listener listener;

  /** Plays a run; several at once. */
  public interface Player {
    /** The figures of a run. */
    Figures play(Scenario scenario, Policy policy, long seed);
  }

  /** Hears how the search goes on, one call at a time. */
  public interface Listener {
    /** A run has ended. */
    void played(Scenario scenario, Policy policy);

    /** A policy's limit is found. */
    void found(LoadLimit limit);
  }

  /** A search that uses so many threads. */
  public LoadSearch(Player player, int threads, Listener listener) {
    this.player = player;
    this.threads = threads;
    this.listener = listener;
  }

  /** The scenario with the load that is so large a share of what its endpoints can do. */
  public static Scenario at(Scenario scenario, double utilisation) {
    return scenario.loaded(utilisation * scenario.capacity() / scenario.meanRate());
  }

  /**
   * Searches.
   *
   * @return one a policy, same order
   * @throws UserError when the scenario's requests need no CPU, so that there is no utilisation
   */
  public List<LoadLimit> search(
      Scenario scenario, List<Policy> policies, int seeds, Objective objective)
      throws InterruptedException {
    if (Double.isInfinite(scenario.capacity())) {
      throw new UserError(
          "scenario %s: cpu.mean is 0; the highest load is a utilisation, so requests must need CPU"
              .formatted(scenario.name()));
    }
    try (ExecutorService games = Executors.newFixedThreadPool(threads);
        ExecutorService searches = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        List<Future<LoadLimit>> limits = new ArrayList<>();
        for (Policy policy : policies) {
          limits.add(searches.submit(() -> search(games, scenario, policy, seeds, objective)));
        }
        return all(limits);
      } finally {
        searches.shutdownNow();
        games.shutdownNow();
      }
    }
  }

  private LoadLimit search(
      ExecutorService games, Scenario scenario, Policy policy, int seeds, Objective objective)
      throws InterruptedException {
    int good = (int) Math.round(LOWEST * STEPS);
    int bad = (int) Math.round(HIGHEST * STEPS);
    Figures best = play(games, scenario, good, policy, seeds);
    if (!objective.isKept(best)) {
      return found(scenario, best, 0, seeds, Outcome.BELOW_LOWEST);
    }
    Figures highest = play(games, scenario, bad, policy, seeds);
    if (objective.isKept(highest)) {
      return found(scenario, highest, bad, seeds, Outcome.ABOVE_HIGHEST);
    }
    while (bad - good > 1) {
      int middle = (good + bad) / 2;
      Figures figures = play(games, scenario, middle, policy, seeds);
      if (objective.isKept(figures)) {
        good = middle;
        best = figures;
      } else {
        bad = middle;
      }
    }
    return found(scenario, best, good, seeds, Outcome.FOUND);
  }

  private Figures play(ExecutorService games, Scenario scenario, int step, Policy policy, int seeds)
      throws InterruptedException {
    Scenario loaded = at(scenario, (double) step / STEPS);
    List<Future<Figures>> runs = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      long own = seed;
      runs.add(games.submit(() -> {
        Figures figures = player.play(loaded, policy, own);
        synchronized (listener) {
          listener.played(loaded, policy);
        }
        return figures;
      }));
    }
    return Means.of(all(runs));
  }

  private LoadLimit found(Scenario scenario, Figures mean, int step, int seeds, Outcome outcome) {
    double utilisation = (double) step / STEPS;
    LoadLimit limit = new LoadLimit(
        scenario.name(),
        mean.policy(),
        seeds,
        utilisation,
        utilisation * scenario.capacity(),
        mean.p99Millis(),
        mean.errorRatio(),
        outcome);
    synchronized (listener) {
      listener.found(limit);
    }
    return limit;
  }

  private static <T> List<T> all(List<Future<T>> futures) throws InterruptedException {
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      }
    }
    return results;
  }
}

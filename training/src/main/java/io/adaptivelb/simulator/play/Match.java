package io.adaptivelb.simulator.play;

import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Many runs on all cores; the results in the order in which they were asked for, however they end. */
public final class Match {
  /**
   * One run to play.
   *
   * @param estimators where ours get their estimates from, instead of the policy's own
   * @param spectator sees it, on the thread that plays it
   */
  public record Game(
      Scenario scenario,
      Policy policy,
      long seed,
      Optional<EstimatorFactory> estimators,
      Run.Spectator spectator) {
    /** One that nobody watches, with the policy's own estimates. */
    public Game(Scenario scenario, Policy policy, long seed) {
      this(scenario, policy, seed, Optional.empty(), (mesh, weights) -> {});
    }

    Figures play() {
      return Run.play(scenario, policy, seed, ControlSettings.DEFAULTS, estimators, spectator);
    }
  }

  private Match() {}

  /**
   * Plays all games, those with the most requests first, so that no core is left with a long one at the end.
   *
   * @param done hears of every result as soon as it is there, in any order, one at a time
   * @return one a game, same order
   */
  public static List<Figures> play(List<Game> games, int threads, BiConsumer<Game, Figures> done)
      throws InterruptedException {
    Object turn = new Object();
    Figures[] results = new Figures[games.size()];
    List<Integer> order = IntStream.range(0, games.size())
        .boxed()
        .sorted(Comparator.comparingDouble(
            (Integer i) -> -Expectation.requests(games.get(i).scenario())))
        .toList();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> futures = new ArrayList<>(games.size());
      for (int i : order) {
        Game game = games.get(i);
        futures.add(workers.submit(() -> {
          Figures figures = game.play();
          synchronized (turn) {
            results[i] = figures;
            done.accept(game, figures);
          }
        }));
      }
      try {
        for (Future<?> future : futures) {
          future.get();
        }
      } catch (ExecutionException e) {
        workers.shutdownNow();
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        workers.shutdownNow();
        throw e;
      }
    }
    return Arrays.stream(results).map(Objects::requireNonNull).toList();
  }
}

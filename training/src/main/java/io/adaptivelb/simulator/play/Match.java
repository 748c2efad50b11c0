package io.adaptivelb.simulator.play;

import io.adaptivelb.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Many runs on all cores; the results in the order in which they were asked for, however they end. */
public final class Match {
  /** One run to play. */
  public record Game(Scenario scenario, Policy policy, long seed) {}

  private Match() {}

  /**
   * Plays all games.
   *
   * @param done hears of every result as soon as it is there, in any order, one at a time
   * @return one a game, same order
   */
  public static List<Figures> play(List<Game> games, int threads, Consumer<Figures> done)
      throws InterruptedException {
    Object turn = new Object();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<Figures>> futures = new ArrayList<>(games.size());
      for (Game game : games) {
        futures.add(workers.submit(() -> {
          Figures figures = Run.play(game.scenario(), game.policy(), game.seed());
          synchronized (turn) {
            done.accept(figures);
          }
          return figures;
        }));
      }
      List<Figures> results = new ArrayList<>(games.size());
      try {
        for (Future<Figures> future : futures) {
          results.add(future.get());
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
      return results;
    }
  }
}

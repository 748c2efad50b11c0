package io.adaptivelb.collector;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets so many scrapes be under way at once. Targets that failed last time queue apart and get at most a quarter of the
 * places: a thousand dead endpoints, each waiting for its deadline, must not make the living wait. Confined to the
 * timeline's thread.
 */
final class Gate {
  private static final int SUSPECT_SHARE = 4;

  private final int limit;
  private final int suspectLimit;
  private final Queue<Runnable> trusted = new ArrayDeque<>();
  private final Queue<Runnable> suspects = new ArrayDeque<>();
  private int inside;
  private int suspectsInside;

  Gate(int limit) {
    this.limit = limit;
    this.suspectLimit = Math.max(1, limit / SUSPECT_SHARE);
  }

  /** Runs the task now or when a place is free; it must {@link #leave} with the same flag. */
  void enter(boolean suspect, Runnable task) {
    (suspect ? suspects : trusted).add(task);
    admit();
  }

  /** Gives a place back. */
  void leave(boolean suspect) {
    inside--;
    suspectsInside -= suspect ? 1 : 0;
    admit();
  }

  /** How many wait. */
  int waiting() {
    return trusted.size() + suspects.size();
  }

  private void admit() {
    while (inside < limit) {
      Runnable task = trusted.poll();
      if (task == null) {
        if (suspectsInside == suspectLimit || suspects.isEmpty()) {
          return;
        }
        task = suspects.remove();
        suspectsInside++;
      }
      inside++;
      task.run();
    }
  }
}

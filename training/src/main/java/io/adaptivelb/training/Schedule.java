package io.adaptivelb.training;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Something that is done at once, and then again and again.
 *
 * @param every from one beginning to the next; when one takes longer, the next one begins at once
 * @param clock tells the time
 * @param pause waits
 */
record Schedule(Duration every, InstantSource clock, Pause pause) {
  /** A way to wait. */
  interface Pause {
    /** Returns at a time, or at once when it is past. */
    void until(Instant time) throws InterruptedException;
  }

  /** By the clock on the wall. */
  static Schedule real(Duration every) {
    InstantSource clock = InstantSource.system();
    return new Schedule(every, clock, time -> {
      Duration left = Duration.between(clock.instant(), time);
      if (left.isPositive()) {
        Thread.sleep(left);
      }
    });
  }

  /** Goes on until the thread is interrupted. */
  void run(Runnable task) throws InterruptedException {
    while (true) {
      Instant next = clock.instant().plus(every);
      task.run();
      pause.until(next);
    }
  }
}

package io.adaptivelb.loop;

import java.time.Duration;

/** Runs tasks one at a time, now or periodically: a thread, or a test's clock. */
public interface Worker extends AutoCloseable {
  /** Runs a task soon, after those given before it. Thread-safe. */
  void execute(Runnable task);

  /**
   * Runs a task every {@code period}, for the first time after one period, until this is closed. A run that is late does
   * not make up for the ones that it missed.
   */
  void every(Duration period, Runnable task);

  /** Finishes what was given, then stops. */
  @Override
  void close();
}

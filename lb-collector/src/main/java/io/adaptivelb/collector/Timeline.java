package io.adaptivelb.collector;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * The clock and the one thread that a collector's state is confined to. Simulated time and real time run the same code.
 */
public interface Timeline extends AutoCloseable {
  /** Wall-clock time, for time stamps. */
  Instant now();

  /** Monotonic time, for intervals. */
  long nanos();

  /**
   * Runs a task on the timeline's thread. May be called from any thread.
   *
   * @return ends the wait; a task under way goes on
   */
  Runnable after(Duration delay, Runnable task);

  /** Runs a task on the timeline's thread as soon as it can. May be called from any thread; ignored after close. */
  void execute(Runnable task);

  /**
   * Runs a task on the timeline's thread and waits for its result. Must not be called from that thread.
   *
   * @throws IllegalStateException when the timeline is closed
   */
  <T> T call(Supplier<T> task);

  /** Ends all waiting; no task runs once this returns. */
  @Override
  void close();

  /** Real time, on a thread of its own. */
  static Timeline system() {
    return new SystemTimeline();
  }
}

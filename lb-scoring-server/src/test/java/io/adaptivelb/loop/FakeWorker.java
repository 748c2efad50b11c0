package io.adaptivelb.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** A worker and the clock that drives it: tasks run when the test says so, on the test's thread. */
public final class FakeWorker implements Worker, InstantSource {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Periodic> periodic = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private boolean closed;

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public synchronized void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("closed");
    }
    tasks.add(task);
  }

  @Override
  public void every(Duration period, Runnable task) {
    periodic.add(new Periodic(period, task, now.plus(period)));
  }

  /** Runs what waits. */
  public void run() {
    for (Runnable task = next(); task != null; task = next()) {
      task.run();
    }
  }

  private synchronized Runnable next() {
    return tasks.poll();
  }

  /** Lets time pass, in steps of a millisecond, with everything that falls due. */
  public void advance(Duration time) {
    run();
    for (Instant end = now.plus(time); now.isBefore(end); ) {
      now = now.plusMillis(1);
      for (Periodic task : periodic) {
        if (!closed && !now.isBefore(task.due)) {
          task.due = now.plus(task.period);
          task.work.run();
        }
      }
      run();
    }
  }

  @Override
  public void close() {
    run();
    closed = true;
  }

  private static final class Periodic {
    final Duration period;
    final Runnable work;
    Instant due;

    Periodic(Duration period, Runnable work, Instant due) {
      this.period = period;
      this.work = work;
      this.due = due;
    }
  }
}

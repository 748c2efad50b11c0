package io.adaptivelb.collector;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** Time that passes when a test says so; tasks run on the test's thread. */
final class FakeTimeline implements Timeline {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
  private volatile long nanos;
  private long order;

  private record Task(long due, long order, Runnable action) {}

  /** Runs all that falls due within a time. */
  void advance(Duration time) {
    long until = nanos + time.toNanos();
    while (true) {
      Task next;
      synchronized (tasks) {
        next = tasks.peek();
        if (next == null || next.due() > until) {
          break;
        }
        tasks.remove();
      }
      nanos = Math.max(nanos, next.due());
      next.action().run();
    }
    nanos = until;
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Runnable after(Duration delay, Runnable action) {
    synchronized (tasks) {
      Task task = new Task(nanos + delay.toNanos(), order++, action);
      tasks.add(task);
      return () -> {
        synchronized (tasks) {
          tasks.remove(task);
        }
      };
    }
  }

  @Override
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public <T> T call(Supplier<T> task) {
    return task.get();
  }

  @Override
  public void close() {
    synchronized (tasks) {
      tasks.clear();
    }
  }
}

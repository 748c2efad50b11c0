package io.adaptivelb.collector;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Real time. A task that throws is logged and harms no other. */
final class SystemTimeline implements Timeline {
  private static final Logger log = LoggerFactory.getLogger(SystemTimeline.class);

  private final ScheduledThreadPoolExecutor thread;

  SystemTimeline() {
    thread = new ScheduledThreadPoolExecutor(
        1, Thread.ofPlatform().daemon().name("collector").factory());
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Runnable after(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> wait =
          thread.schedule(() -> guard(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> wait.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  @Override
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public <T> T call(Supplier<T> task) {
    try {
      return thread.submit(task::get).get();
    } catch (RejectedExecutionException | CancellationException e) {
      throw new IllegalStateException("the collector is closed", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a task of the collector failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the collector", e);
    }
  }

  @Override
  public void close() {
    for (Runnable waiting : thread.shutdownNow()) {
      if (waiting instanceof Future<?> called) {
        called.cancel(false);
      }
    }
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void guard(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("a task of the collector failed", e);
    }
  }
}

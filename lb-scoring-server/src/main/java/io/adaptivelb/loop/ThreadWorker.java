package io.adaptivelb.loop;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread. A task that throws is logged and harms no other. */
public final class ThreadWorker implements Worker {
  private static final Logger log = LoggerFactory.getLogger(ThreadWorker.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final String name;
  private final ScheduledThreadPoolExecutor executor;

  /** A worker whose thread has the given name. */
  public ThreadWorker(String name) {
    this.name = name;
    executor = new ScheduledThreadPoolExecutor(1, task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(() -> guarded(task));
  }

  @Override
  public void every(Duration period, Runnable task) {
    schedule(System.nanoTime() + period.toNanos(), period.toNanos(), task);
  }

  private void schedule(long due, long period, Runnable task) {
    long delay = Math.max(0, due - System.nanoTime());
    var unused = executor.schedule(
        () -> {
          guarded(task);
          if (!executor.isShutdown()) {
            long late = Math.max(0, System.nanoTime() - due);
            schedule(due + (late / period + 1) * period, period, task);
          }
        },
        delay,
        TimeUnit.NANOSECONDS);
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError e) {
      log.error("A task of {} failed", name, e);
    }
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("{} did not finish within {}", name, CLOSE_TIMEOUT);
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

package io.adaptivelb.admin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives a call up when it takes too long. Thread-safe.
 *
 * <p>What was begun is not interrupted: a change that is being made durable must not be torn. At most a bounded number of
 * calls is under way, those that were given up included.
 */
final class Deadline implements AutoCloseable {
  private final Duration limit;
  private final Semaphore slots;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Deadline(Duration limit, int maxConcurrent) {
    this.limit = limit;
    slots = new Semaphore(maxConcurrent);
  }

  /** The call's result, or a {@link ProblemException}: 504 when it takes too long, 503 when there are too many. */
  <T> T within(Callable<T> call) {
    return within(call, "try again");
  }

  /** The same for a call that changes something, whose outcome is unknown when it is given up. */
  <T> T changeWithin(Callable<T> call) {
    return within(
        call,
        "whether the change was made is not known; look at the overrides, or repeat the request with the same"
            + " Idempotency-Key");
  }

  /** The same with an advice for whoever gave up: what may have happened, and what to do. */
  <T> T within(Callable<T> call, String advice) {
    if (!slots.tryAcquire()) {
      throw new ProblemException(503, "overloaded", "too many requests are under way; try again");
    }
    Future<T> future = threads.submit(() -> {
      try {
        return call.call();
      } finally {
        slots.release();
      }
    });
    try {
      return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new ProblemException(
          504,
          "deadline_exceeded",
          "no answer within %s ms; %s".formatted(limit.toMillis(), advice));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(503, "stopping", "the server stops; " + advice);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}

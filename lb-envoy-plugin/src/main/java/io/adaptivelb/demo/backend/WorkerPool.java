package io.adaptivelb.demo.backend;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The cores of one life of a backend's process: {@code k} workers behind a bounded queue. Thread-safe.
 *
 * <p>A worker serves a request by parking for its service time, so that eight backends fit on a small machine. What a
 * client sees is the same: a request occupies a worker for that time, others wait, and a full queue refuses. The parking
 * error of Linux (about 0.06 ms) is part of the service time.
 */
final class WorkerPool implements AutoCloseable {
  /** Work to do; every job is either served once, or dropped when the process dies. */
  interface Job {
    /** How long a worker is occupied by it, in nanoseconds; asked when the worker takes it up. */
    long wallNanos();

    /** Called by the worker when it has served it. */
    void served();
  }

  private final ArrayBlockingQueue<Job> queue;
  private final AtomicInteger busy = new AtomicInteger();
  private final Thread[] workers;
  private volatile boolean closed;

  WorkerPool(String name, int cores, int queueCapacity) {
    queue = new ArrayBlockingQueue<>(queueCapacity);
    workers = new Thread[cores];
    for (int i = 0; i < cores; i++) {
      workers[i] = Thread.ofPlatform().daemon().name(name + "-worker-" + i).start(this::work);
    }
  }

  /** Queues a job; false when the queue is full. */
  boolean submit(Job job) {
    return queue.offer(job);
  }

  /** Workers occupied now. */
  int busy() {
    return busy.get();
  }

  /** Jobs waiting now. */
  int queued() {
    return queue.size();
  }

  /** Ends the workers; what they do or would do next is dropped without an answer. */
  @Override
  public void close() {
    closed = true;
    for (Thread worker : workers) {
      worker.interrupt();
    }
  }

  private void work() {
    while (!closed) {
      Job job;
      try {
        job = queue.take();
      } catch (InterruptedException e) {
        return;
      }
      busy.incrementAndGet();
      try {
        if (occupy(job.wallNanos())) {
          job.served();
        }
      } finally {
        busy.decrementAndGet();
      }
    }
  }

  private boolean occupy(long nanos) {
    long end = System.nanoTime() + nanos;
    long left = nanos;
    while (left > 0 && !closed) {
      LockSupport.parkNanos(this, left);
      left = end - System.nanoTime();
    }
    return !closed;
  }
}

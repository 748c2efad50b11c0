package io.adaptivelb.bus;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscriber, its queue and its thread. */
final class QueuedSubscription implements TelemetryBus.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(QueuedSubscription.class);

  private final String name;
  private final TelemetryBus.Subscriber subscriber;
  private final int capacity;
  private final Consumer<QueuedSubscription> onClose;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Batch> queue = new ArrayDeque<>();
  private boolean ending;
  private long dropped;

  QueuedSubscription(
      String name,
      TelemetryBus.Subscriber subscriber,
      int capacity,
      Consumer<QueuedSubscription> onClose) {
    this.name = name;
    this.subscriber = subscriber;
    this.capacity = capacity;
    this.onClose = onClose;
    // A platform thread: subscribers write to RocksDB and compute, both of which would pin a
    // virtual thread's carrier.
    this.thread = Thread.ofPlatform().daemon().name("bus-" + name).start(this::deliver);
  }

  /** Queues a batch; the oldest makes room where there is none. Never waits for the subscriber. */
  void offer(Batch batch) {
    lock.lock();
    try {
      if (ending) {
        return;
      }
      if (queue.size() == capacity) {
        queue.remove();
        dropped++;
      }
      queue.add(batch);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void deliver() {
    for (Batch batch = take(); batch != null; batch = take()) {
      try {
        subscriber.accept(batch.cluster(), batch.signals());
      } catch (RuntimeException | Error e) {
        LOG.error(
            "Subscriber {} failed on {} signals of cluster {}; they are lost to it",
            name,
            batch.signals().size(),
            batch.cluster(),
            e);
      }
    }
  }

  private @Nullable Batch take() {
    lock.lock();
    try {
      while (queue.isEmpty() && !ending) {
        changed.awaitUninterruptibly();
      }
      return queue.poll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
    end(true);
    while (!join(Duration.ofDays(1))) {
      LOG.warn("Still waiting for subscriber {} to return from its last batch", name);
    }
  }

  /** Takes no more batches; those in the queue are still delivered. */
  void finish() {
    end(false);
  }

  /** Waits until the queue is worked off; what is left after {@code timeout} is dropped, and its delivery interrupted. */
  void awaitFinished(Duration timeout) {
    if (!join(timeout)) {
      int lost = end(true);
      thread.interrupt();
      lock.lock();
      try {
        dropped += lost;
      } finally {
        lock.unlock();
      }
      LOG.warn("Subscriber {} did not finish in time; {} batches are lost to it", name, lost);
    }
  }

  /** Returns how many batches were discarded. */
  private int end(boolean discard) {
    lock.lock();
    try {
      ending = true;
      int waiting = queue.size();
      if (discard) {
        queue.clear();
      }
      changed.signal();
      return discard ? waiting : 0;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the thread ended, or is the one that asks: a subscriber may close its own subscription. */
  private boolean join(Duration timeout) {
    if (Thread.currentThread() == thread) {
      return true;
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        } catch (InterruptedException e) {
          // The contract (no call under way afterwards) outweighs the interrupt, which is handed on
          // below.
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

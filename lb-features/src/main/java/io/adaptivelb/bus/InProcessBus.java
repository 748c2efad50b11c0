package io.adaptivelb.bus;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.telemetry.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The bus of a single process: a bounded queue and a thread per subscription. Thread-safe.
 *
 * <p>A published batch is in every subscriber's queue when {@link #publish} returns, and as durable as this process.
 */
public final class InProcessBus implements TelemetryBus {
  private final int queueCapacity;
  private final Duration closeTimeout;
  private final List<QueuedSubscription> subscriptions = new ArrayList<>();
  private boolean closed;

  /**
   * A bus.
   *
   * @param queueCapacity batches that may wait per subscriber; ≥ 1
   * @param closeTimeout how long {@link #close} lets a subscriber work off its queue, so that one that hangs cannot keep
   *     the process from ending; &gt; 0
   */
  public InProcessBus(int queueCapacity, Duration closeTimeout) {
    if (queueCapacity < 1) {
      throw new IllegalArgumentException(
          "queueCapacity is %d; it must be ≥ 1".formatted(queueCapacity));
    }
    if (closeTimeout.isNegative() || closeTimeout.isZero()) {
      throw new IllegalArgumentException(
          "closeTimeout is %s; it must be > 0".formatted(closeTimeout));
    }
    this.queueCapacity = queueCapacity;
    this.closeTimeout = closeTimeout;
  }

  @Override
  public CompletionStage<Void> publish(ClusterId cluster, List<? extends Signal> signals) {
    Batch batch = Batch.of(cluster, signals);
    synchronized (subscriptions) {
      if (closed) {
        return CompletableFuture.failedFuture(new IllegalStateException("the bus is closed"));
      }
      // Under the lock, so that every subscriber sees the same order.
      subscriptions.forEach(subscription -> subscription.offer(batch));
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Subscription subscribe(String name, Subscriber subscriber) {
    synchronized (subscriptions) {
      if (closed) {
        throw new IllegalStateException("the bus is closed");
      }
      QueuedSubscription subscription =
          new QueuedSubscription(name, subscriber, queueCapacity, this::remove);
      subscriptions.add(subscription);
      return subscription;
    }
  }

  private void remove(QueuedSubscription subscription) {
    synchronized (subscriptions) {
      subscriptions.remove(subscription);
    }
  }

  @Override
  public void close() {
    List<QueuedSubscription> open;
    synchronized (subscriptions) {
      closed = true;
      open = List.copyOf(subscriptions);
    }
    long deadline = System.nanoTime() + closeTimeout.toNanos();
    open.forEach(QueuedSubscription::finish);
    for (QueuedSubscription subscription : open) {
      subscription.awaitFinished(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
  }
}

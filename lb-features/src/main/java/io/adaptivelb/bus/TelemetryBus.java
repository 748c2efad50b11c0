package io.adaptivelb.bus;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.telemetry.Signal;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Carries signals from sources to subscribers, keyed by cluster. Thread-safe.
 *
 * <p>The contract, which {@code TelemetryBusContract} checks for every implementation:
 *
 * <ul>
 *   <li>each subscriber sees every batch published after it subscribed, at least once;
 *   <li>the batches of one cluster arrive in the order in which they were published;
 *   <li>one subscriber is called by one thread at a time; one that throws loses the batch it threw on, is told of
 *       nothing twice, and harms nobody else;
 *   <li>a subscriber that falls behind slows its own delivery down; when its queue is full, the oldest batches of that
 *       subscriber are dropped and counted, and publishers never wait: fresh telemetry is worth more than old.
 * </ul>
 */
public interface TelemetryBus extends AutoCloseable {
  /**
   * Publishes signals of one cluster.
   *
   * @return completes when the bus has taken the batch as durably as it ever will; completes exceptionally with {@link
   *     IllegalStateException} when the bus is closed
   * @throws IllegalArgumentException when a signal speaks of another cluster
   */
  CompletionStage<Void> publish(ClusterId cluster, List<? extends Signal> signals);

  /** Has {@code subscriber} called with every batch from now on, until the subscription is closed. */
  Subscription subscribe(String name, Subscriber subscriber);

  /** Delivers what was published, then ends all subscriptions. */
  @Override
  void close();

  /** Who listens. */
  @FunctionalInterface
  interface Subscriber {
    /** Takes one batch; all signals speak of {@code cluster}. */
    void accept(ClusterId cluster, List<Signal> signals);
  }

  /** A subscriber's place on the bus. */
  interface Subscription extends AutoCloseable {
    /** Batches that this subscriber was too slow for. */
    long dropped();

    /** Ends the subscription; no call to the subscriber is under way when this returns. */
    @Override
    void close();
  }
}

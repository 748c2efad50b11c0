package io.adaptivelb.loop;

import io.adaptivelb.bus.TelemetryBus;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.telemetry.Signal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Delivers on the publisher's thread, at once. */
final class FakeBus implements TelemetryBus {
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

  @Override
  public CompletionStage<Void> publish(ClusterId cluster, List<? extends Signal> signals) {
    subscribers.forEach(subscriber -> subscriber.accept(cluster, List.copyOf(signals)));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Subscription subscribe(String name, Subscriber subscriber) {
    subscribers.add(subscriber);
    return new Subscription() {
      @Override
      public long dropped() {
        return 0;
      }

      @Override
      public void close() {
        subscribers.remove(subscriber);
      }
    };
  }

  @Override
  public void close() {
    subscribers.clear();
  }
}

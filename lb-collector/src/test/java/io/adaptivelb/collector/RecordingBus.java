package io.adaptivelb.collector;

import io.adaptivelb.bus.TelemetryBus;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.telemetry.Signal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps all that is published. Thread-safe. */
final class RecordingBus implements TelemetryBus {
  private final List<Signal> signals = new CopyOnWriteArrayList<>();

  /** All signals of one kind so far. */
  <S extends Signal> List<S> all(Class<S> kind) {
    return signals.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public CompletionStage<Void> publish(ClusterId cluster, List<? extends Signal> batch) {
    signals.addAll(batch);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Subscription subscribe(String name, Subscriber subscriber) {
    throw new UnsupportedOperationException("nobody listens to this bus");
  }

  @Override
  public void close() {}
}

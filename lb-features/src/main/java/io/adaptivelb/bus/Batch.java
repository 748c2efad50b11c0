package io.adaptivelb.bus;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.telemetry.Signal;
import java.util.List;

/** Signals of one cluster that were published together. Immutable. */
record Batch(ClusterId cluster, List<Signal> signals) {
  /** Copies the signals; throws {@link IllegalArgumentException} naming one of another cluster. */
  static Batch of(ClusterId cluster, List<? extends Signal> signals) {
    List<Signal> copy = List.copyOf(signals);
    for (Signal signal : copy) {
      if (!signal.cluster().equals(cluster)) {
        throw new IllegalArgumentException("a signal of cluster %s was published to cluster %s"
            .formatted(signal.cluster(), cluster));
      }
    }
    return new Batch(cluster, copy);
  }
}

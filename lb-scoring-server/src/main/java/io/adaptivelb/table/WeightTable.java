package io.adaptivelb.table;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.weights.WeightSnapshot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The current snapshot of every cluster. Thread-safe; reads take no lock.
 *
 * <p>Writers of one cluster must take turns; listeners are called by the writer, in the order of the versions, and must be
 * quick and not throw.
 */
public final class WeightTable {
  private final Map<ClusterId, WeightSnapshot> snapshots = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<Consumer<WeightSnapshot>> listeners =
      new CopyOnWriteArrayList<>();

  /** Puts a snapshot in force and tells the listeners. */
  public void publish(WeightSnapshot snapshot) {
    snapshots.put(snapshot.cluster(), snapshot);
    listeners.forEach(listener -> listener.accept(snapshot));
  }

  /** The snapshot in force, if the cluster has one. */
  public Optional<WeightSnapshot> find(ClusterId cluster) {
    return Optional.ofNullable(snapshots.get(cluster));
  }

  /** All snapshots in force, at this moment. */
  public Map<ClusterId, WeightSnapshot> all() {
    return Map.copyOf(snapshots);
  }

  /** Calls {@code listener} with every snapshot published from now on, until the returned handle is closed. */
  public Subscription subscribe(Consumer<WeightSnapshot> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Ends a subscription. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}

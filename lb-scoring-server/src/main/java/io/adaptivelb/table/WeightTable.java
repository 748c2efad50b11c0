package io.adaptivelb.table;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.weights.WeightSnapshot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The current snapshot of every cluster, each serialised once. Thread-safe; reads take no lock.
 *
 * <p>Writers of one cluster must take turns; listeners are called by the writer, in the order of the versions, and must be
 * quick and not throw.
 */
public final class WeightTable {
  private final Map<ClusterId, PublishedWeights> published = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<Consumer<WeightSnapshot>> listeners =
      new CopyOnWriteArrayList<>();

  /** Puts a snapshot in force and tells the listeners. */
  public void publish(WeightSnapshot snapshot) {
    published.put(snapshot.cluster(), PublishedWeights.of(snapshot));
    listeners.forEach(listener -> listener.accept(snapshot));
  }

  /** The snapshot in force, if the cluster has one. */
  public Optional<WeightSnapshot> find(ClusterId cluster) {
    return published(cluster).map(PublishedWeights::snapshot);
  }

  /** The snapshot in force with its bytes, if the cluster has one. */
  public Optional<PublishedWeights> published(ClusterId cluster) {
    return Optional.ofNullable(published.get(cluster));
  }

  /** All snapshots in force, at this moment. */
  public Map<ClusterId, WeightSnapshot> all() {
    return published.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().snapshot()));
  }

  /** Whether no cluster has weights yet. */
  public boolean isEmpty() {
    return published.isEmpty();
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

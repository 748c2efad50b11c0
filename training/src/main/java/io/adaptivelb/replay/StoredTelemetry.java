package io.adaptivelb.replay;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.settings.Nearest;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreException;
import io.adaptivelb.store.StoreSettings;
import io.adaptivelb.telemetry.TelemetrySample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The telemetry that {@code lb serve} or {@code lb demo} kept or keeps, opened to be read. Thread-safe. */
public final class StoredTelemetry implements AutoCloseable {
  /** Where a server's data directory has its store. */
  private static final String STORE = "telemetry";

  /** Every folder of RocksDB has it. */
  private static final String MARK = "CURRENT";

  /** Nothing is stored after it. */
  private static final Instant END = Instant.parse("4000-01-01T00:00:00Z");

  private static final Duration PRECISION = Duration.ofMillis(1);

  private final Path folder;
  private final FeatureStore store;

  private StoredTelemetry(Path folder, FeatureStore store) {
    this.folder = folder;
    this.store = store;
  }

  /**
   * Opens a store as it is at this moment, while a server may have it and go on writing to it.
   *
   * @param data the data directory of a server, or a feature store itself
   * @throws UserError when there is none, or it is damaged
   */
  public static StoredTelemetry open(Path data) {
    Path folder = List.of(data.resolve(STORE), data).stream()
        .filter(candidate -> Files.isRegularFile(candidate.resolve(MARK)))
        .findFirst()
        .orElseThrow(() -> new UserError(
            "%s has no feature store; give the data directory of lb serve or lb demo, or its folder %s"
                .formatted(data, STORE)));
    // Whoever only reads must not put aside what is damaged.
    StoreSettings settings = new StoreSettings(StoreSettings.DEFAULTS.memoryBytes(), false, false);
    try {
      return new StoredTelemetry(folder, FeatureStore.openReadOnly(folder, settings));
    } catch (StoreException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  /** The clusters with samples, in order. */
  public Set<ClusterId> clusters() {
    return store.clusters();
  }

  /**
   * Makes sure that there are samples of a cluster.
   *
   * @throws UserError naming the nearest one that is there
   */
  public ClusterId require(String name) {
    Set<ClusterId> known = clusters();
    for (ClusterId cluster : known) {
      if (cluster.value().equals(name)) {
        return cluster;
      }
    }
    List<String> names = known.stream().map(ClusterId::value).toList();
    throw new UserError("%s has no cluster \"%s\"%s; it has: %s"
        .formatted(
            folder,
            name,
            Nearest.to(name, names).map(" (did you mean %s?)"::formatted).orElse(""),
            names.isEmpty() ? "none" : String.join(", ", names)));
  }

  /** Hands over a cluster's samples of {@code from} (inclusive) to {@code to} (exclusive), in order of time. */
  void read(ClusterId cluster, Instant from, Instant to, Consumer<TelemetrySample> consumer) {
    store.read(cluster, from, to, consumer);
  }

  /**
   * When a cluster was recorded, within bounds.
   *
   * @throws UserError when it was not
   */
  public Span span(ClusterId cluster, Instant from, Instant to) {
    return find(cluster, from, to)
        .orElseThrow(() -> new UserError("%s has no samples of cluster %s from %s to %s"
            .formatted(
                folder,
                cluster,
                from.equals(Instant.MIN) ? "the beginning" : from,
                to.equals(Instant.MAX) ? "the end" : to)));
  }

  /** The same; empty when it was not. */
  public Optional<Span> find(ClusterId cluster, Instant from, Instant to) {
    Instant first = first(cluster, from, to);
    if (first == null) {
      return Optional.empty();
    }
    // Whether anything comes after a moment turns from yes to no once.
    Instant known = first;
    Instant none = to.isBefore(END) ? to : END;
    Instant bound = none;
    while (Duration.between(known, none).compareTo(PRECISION) > 0) {
      Instant middle = known.plus(Duration.between(known, none).dividedBy(2));
      Instant next = first(cluster, middle, bound);
      known = next == null ? known : next;
      none = next == null ? middle : none;
    }
    return Optional.of(new Span(first, known));
  }

  /** The first sample's time; null when there is none. */
  private @Nullable Instant first(ClusterId cluster, Instant from, Instant to) {
    try {
      store.read(cluster, from, to, sample -> {
        throw new Found(sample.time());
      });
      return null;
    } catch (Found found) {
      return found.time;
    }
  }

  /** Lets others have the folder. */
  @Override
  public void close() {
    store.close();
  }

  /**
   * A stretch of time.
   *
   * @param first the time of its first sample
   * @param last the time of its last sample
   */
  public record Span(Instant first, Instant last) {
    /** What to read to, exclusive. */
    public Instant end() {
      return last.plusMillis(1);
    }
  }

  /** Ends a read early. */
  private static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Instant time;

    Found(Instant time) {
      super(null, null, false, false);
      this.time = time;
    }
  }
}

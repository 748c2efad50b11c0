package io.adaptivelb.store;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.store.StoreException.Reason;
import io.adaptivelb.telemetry.TelemetrySample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.rocksdb.Checkpoint;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Keeps telemetry samples on disk, found again by cluster, endpoint and time. Thread-safe; appends take turns.
 *
 * <ul>
 *   <li><b>Durability.</b> A batch is written as a whole or not at all, and an append that returned survives {@code kill
 *       -9} (and a power cut, with {@link StoreSettings#syncEachAppend}).
 *   <li><b>Identity.</b> Cluster, endpoint, observer and millisecond identify a sample; appending one again replaces it, so
 *       delivery at least once is good enough.
 *   <li><b>Damage.</b> Every record carries a version and a checksum. Reads skip what is damaged and count it; a store whose
 *       files are missing or cut off is salvaged or refused, as {@link StoreSettings#salvage} says.
 *   <li><b>Layout.</b> {@code 's' cluster slice endpoint millis observer}, in slices of 15 s. A cluster's recent minutes are
 *       one range and one endpoint's history is a short seek per slice (5,760 a day), so neither needs a second index. What
 *       expired is one range per cluster: whole files of it are dropped unread, the rest is covered by one range deletion,
 *       and compaction does little, because new samples never land among old ones.
 * </ul>
 *
 * <p>Every method throws {@link StoreException}, whose reason says what is wrong.
 */
public final class FeatureStore implements AutoCloseable {
  private final StoreFolder folder;
  private final Engine engine;
  private final Directory directory;
  private final SampleWriter writer;
  private final long recoveredRecords;
  private final AtomicLong unreadable = new AtomicLong();
  private final Object appendLock = new Object();
  private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;

  FeatureStore(
      StoreFolder folder, Engine engine, Directory directory, long unreadable, long recovered) {
    this.folder = folder;
    this.engine = engine;
    this.directory = directory;
    this.writer = new SampleWriter(engine, directory);
    this.unreadable.set(unreadable);
    this.recoveredRecords = recovered;
  }

  /** Opens the store in a folder, which is created if need be, for this process alone. */
  public static FeatureStore open(Path folder, StoreSettings settings) {
    return StoreOpening.open(folder, settings);
  }

  /**
   * Opens the store in a folder to be read, as it is at this moment, while another process or another part of this one may have it open
   * and writes to it. Sees everything that was appended before, and nothing that comes after. Writes nothing to the folder; keeps deleted
   * files' disk space until it is closed. What has to be salvaged is refused.
   */
  public static FeatureStore openReadOnly(Path folder, StoreSettings settings) {
    return StoreOpening.openReadOnly(folder, settings);
  }

  /**
   * Keeps samples. When this returns, they are safe.
   *
   * @throws IllegalArgumentException when a sample's time is before 1970 or after 4010; then none of them is kept
   */
  public void append(Collection<TelemetrySample> samples) {
    requireOwned("take samples");
    use("take samples", () -> {
      synchronized (appendLock) {
        writer.write(samples);
      }
      return samples.size();
    });
  }

  /**
   * Hands over the samples of a cluster, ordered by time.
   *
   * @param from inclusive
   * @param to exclusive
   */
  public RangeRead read(
      ClusterId cluster, Instant from, Instant to, Consumer<? super TelemetrySample> consumer) {
    return counted(use("be read", () -> reader(cluster, from, to, consumer).readAll()));
  }

  /**
   * Hands over the samples of one endpoint of a cluster, ordered by time.
   *
   * @param from inclusive
   * @param to exclusive
   */
  public RangeRead read(
      ClusterId cluster,
      EndpointId endpoint,
      Instant from,
      Instant to,
      Consumer<? super TelemetrySample> consumer) {
    return counted(use("be read", () -> reader(cluster, from, to, consumer).read(endpoint)));
  }

  private RangeReader reader(
      ClusterId cluster, Instant from, Instant to, Consumer<? super TelemetrySample> consumer) {
    return new RangeReader(engine.db, directory, cluster, from, to, consumer);
  }

  private RangeRead counted(RangeRead read) {
    unreadable.addAndGet(read.unreadable());
    return read;
  }

  /** Deletes the samples older than {@code cutoff} (up to 15 s of older ones may stay) and names without any. */
  public void expire(Instant cutoff) {
    requireOwned("be cleaned");
    if (cutoff.isAfter(Instant.EPOCH)) {
      long slice = cutoff.isBefore(SampleKey.END)
          ? SampleKey.sliceOf(cutoff.toEpochMilli())
          : SampleKey.MAX_SLICE;
      use("be cleaned", () -> {
        synchronized (appendLock) {
          new Retention(engine, directory).expireBefore(slice);
        }
        return slice;
      });
    }
  }

  /**
   * Copies the store, as it is at this moment, to a folder that can be opened as a store. Files that do not change any
   * more are linked, not copied, where the disk allows it.
   *
   * @param target must not exist; its parent must
   */
  public void checkpoint(Path target) {
    use("be copied to " + target, () -> {
      try (Checkpoint checkpoint = Checkpoint.create(engine.db)) {
        checkpoint.createCheckpoint(target.toAbsolutePath().toString());
      }
      return target;
    });
  }

  /** The clusters with samples, in order. */
  public Set<ClusterId> clusters() {
    return use("be read", directory::clusters);
  }

  /** The endpoints of a cluster with samples, in order; empty for an unknown cluster. */
  public Set<EndpointId> endpoints(ClusterId cluster) {
    return use("be read", () -> {
      Directory.Cluster members = directory.find(cluster);
      return members == null ? new TreeSet<>() : new TreeSet<>(members.endpoints.keySet());
    });
  }

  /** How large the store is, and what it went through since it was opened. */
  public StoreStatistics statistics() {
    return use(
        "be read",
        () -> new StoreStatistics(
            directory.clusters().size(),
            directory.endpointCount(),
            engine.db.getLongProperty("rocksdb.estimate-num-keys"),
            folder.bytes(),
            engine.db.getLongProperty("rocksdb.cur-size-all-mem-tables"),
            engine.cache.getUsage(),
            engine.db.getLongProperty("rocksdb.estimate-table-readers-mem"),
            unreadable.get(),
            engine.droppedBytes(),
            recoveredRecords));
  }

  /** Waits for the calls under way, and gives the folder to whoever wants it. Does nothing the second time. */
  @Override
  public void close() {
    life.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        writer.close();
        engine.close();
        folder.close();
      }
    } finally {
      life.writeLock().unlock();
    }
  }

  /** What is done to RocksDB while it is open: calls after it was closed would end the process. */
  private interface Use<T> {
    T get() throws RocksDBException;
  }

  private <T> T use(String what, Use<T> use) {
    life.readLock().lock();
    try {
      if (closed) {
        throw new StoreException(
            Reason.CLOSED, "feature store %s is closed; open it again".formatted(folder.path));
      }
      return use.get();
    } catch (RocksDBException e) {
      throw translated(what, e);
    } finally {
      life.readLock().unlock();
    }
  }

  private void requireOwned(String what) {
    if (!folder.isOwned()) {
      throw new StoreException(
          Reason.READ_ONLY,
          "feature store %s was opened to be read, and cannot %s".formatted(folder.path, what));
    }
  }

  private StoreException translated(String what, RocksDBException e) {
    if (e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption) {
      folder.markDamaged();
      return folder.damaged("it cannot " + what + " (" + e.getMessage() + ")", e);
    }
    return folder.failure("cannot " + what, new IOException(e.getMessage(), e));
  }
}

package io.adaptivelb.store;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One range read: steps over what is damaged, and counts it. Not thread-safe; used once. */
final class RangeReader {
  private static final Logger LOG = LoggerFactory.getLogger(RangeReader.class);

  /** One record as it lies in the database. */
  private static final class Raw {
    final byte[] key;
    final byte[] value;

    Raw(byte[] key, byte[] value) {
      this.key = key;
      this.value = value;
    }
  }

  private final RocksDB db;
  private final Directory directory;
  private final ClusterId cluster;
  private final long clusterId;
  private final Instant from;
  private final Instant to;
  private final Consumer<? super TelemetrySample> consumer;
  private final SampleCodec codec = new SampleCodec();
  private long samples;
  private long unreadable;

  RangeReader(
      RocksDB db,
      Directory directory,
      ClusterId cluster,
      Instant from,
      Instant to,
      Consumer<? super TelemetrySample> consumer) {
    this.db = db;
    this.directory = directory;
    this.cluster = cluster;
    this.clusterId = NameKey.idOf(NameKey.parts(cluster));
    this.from = from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from;
    this.to = to.isAfter(SampleKey.END) ? SampleKey.END : to;
    this.consumer = consumer;
  }

  /** All endpoints: a slice of time after the other, sorted by time within. */
  RangeRead readAll() {
    if (from.isBefore(to)) {
      Directory.Cluster members = directory.find(cluster);
      scan(iterator -> readSlices(iterator, members));
    }
    return new RangeRead(samples, unreadable);
  }

  /** One endpoint: a short seek per slice of time. */
  RangeRead read(EndpointId endpoint) {
    if (from.isBefore(to)) {
      long endpointId = NameKey.idOf(NameKey.parts(endpoint));
      scan(iterator -> readHistory(iterator, endpoint, endpointId));
    }
    return new RangeRead(samples, unreadable);
  }

  private void scan(Consumer<RocksIterator> body) {
    try (Slice end = new Slice(SampleKey.startOf(clusterId, lastSlice() + 1));
        ReadOptions options = new ReadOptions().setIterateUpperBound(end);
        RocksIterator iterator = db.newIterator(options)) {
      body.accept(iterator);
    }
  }

  private void readSlices(RocksIterator iterator, Directory.@Nullable Cluster members) {
    DamageSkipper skipper = new DamageSkipper(clusterId, members);
    List<Raw> slice = new ArrayList<>();
    byte[] position = SampleKey.startOf(clusterId, firstSlice());
    iterator.seek(position);
    while (true) {
      if (!iterator.isValid()) {
        if (isAtEnd(iterator)) {
          break;
        }
        position = skipper.after(position);
        iterator.seek(position);
        continue;
      }
      skipper.readable();
      byte[] key = iterator.key();
      if (!slice.isEmpty() && SampleKey.slice(key) != SampleKey.slice(position)) {
        deliver(slice, members);
      }
      if (SampleKey.isSample(key)) {
        slice.add(new Raw(key, iterator.value()));
      } else {
        unreadable(new CorruptRecordException("not the key of a sample"));
      }
      position = key;
      iterator.next();
    }
    deliver(slice, members);
  }

  private void deliver(List<Raw> slice, Directory.@Nullable Cluster members) {
    slice.sort(Comparator.comparingInt(raw -> SampleKey.millisWithinSlice(raw.key)));
    for (Raw raw : slice) {
      EndpointId endpoint =
          members == null ? null : members.endpointsById.get(SampleKey.endpoint(raw.key));
      if (endpoint == null) {
        unreadable(new CorruptRecordException("the endpoint's name is lost"));
      } else {
        deliver(raw, endpoint);
      }
    }
    slice.clear();
  }

  private void readHistory(RocksIterator iterator, EndpointId endpoint, long endpointId) {
    DamageSkipper skipper = new DamageSkipper(clusterId, null);
    long slice = firstSlice();
    byte[] position = SampleKey.startOf(clusterId, slice, endpointId);
    iterator.seek(position);
    while (slice <= lastSlice()) {
      if (!iterator.isValid()) {
        if (isAtEnd(iterator)) {
          return;
        }
        slice = SampleKey.slice(skipper.after(position));
      } else {
        skipper.readable();
        byte[] key = iterator.key();
        if (SampleKey.slice(key) == slice && SampleKey.endpoint(key) == endpointId) {
          deliver(new Raw(key, iterator.value()), endpoint);
          position = key;
          iterator.next();
          continue;
        }
        slice = nextSlice(key, slice, endpointId);
      }
      position = SampleKey.startOf(clusterId, slice, endpointId);
      iterator.seek(position);
    }
  }

  /** The next slice that may hold the endpoint, given the first key behind its place in this one. */
  private static long nextSlice(byte[] key, long slice, long endpointId) {
    boolean mayFollow = SampleKey.slice(key) > slice
        && Long.compareUnsigned(SampleKey.endpoint(key), endpointId) <= 0;
    return mayFollow ? SampleKey.slice(key) : SampleKey.slice(key) + 1;
  }

  private void deliver(Raw raw, EndpointId endpoint) {
    Observer observer = directory.findObserver(SampleKey.observer(raw.key));
    if (observer == null) {
      unreadable(new CorruptRecordException("the observer's name is lost"));
      return;
    }
    TelemetrySample sample;
    try {
      sample = codec.decode(raw.key, raw.value, cluster, endpoint, observer);
    } catch (CorruptRecordException e) {
      unreadable(e);
      return;
    }
    if (!sample.time().isBefore(from) && sample.time().isBefore(to)) {
      samples++;
      consumer.accept(sample);
    }
  }

  /** Whether an invalid iterator is at the end; otherwise a damaged block stopped it, which is counted. */
  private boolean isAtEnd(RocksIterator iterator) {
    try {
      iterator.status();
      return true;
    } catch (RocksDBException e) {
      unreadable(e);
      return false;
    }
  }

  private void unreadable(Exception e) {
    if (unreadable == 0) {
      LOG.warn(
          "A record of cluster {} cannot be read and is skipped, as are others like it: {}",
          cluster,
          e.getMessage());
    }
    unreadable++;
  }

  private long firstSlice() {
    return SampleKey.sliceOf(from.toEpochMilli());
  }

  private long lastSlice() {
    return SampleKey.sliceOf(to.minusNanos(1).toEpochMilli());
  }
}

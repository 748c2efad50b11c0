package io.adaptivelb.store;

import io.adaptivelb.telemetry.TelemetrySample;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Turns samples into one atomic write, with the names that they need. Confined to the append lock; buffers are reused. */
final class SampleWriter implements AutoCloseable {
  private static final int INITIAL_VALUE_BYTES = 1 << 10;

  private final Engine engine;
  private final Directory directory;
  private final SampleCodec codec = new SampleCodec();
  private final ByteWriter value = new ByteWriter();
  private final byte[] key = new byte[SampleKey.BYTES];
  private final ByteBuffer directKey = ByteBuffer.allocateDirect(SampleKey.BYTES);
  private final WriteBatch batch = new WriteBatch();
  private final List<Name> pending = new ArrayList<>();
  private ByteBuffer directValue = ByteBuffer.allocateDirect(INITIAL_VALUE_BYTES);

  SampleWriter(Engine engine, Directory directory) {
    this.engine = engine;
    this.directory = directory;
  }

  void write(Collection<TelemetrySample> samples) throws RocksDBException {
    try {
      for (TelemetrySample sample : samples) {
        add(sample);
      }
      engine.db.write(engine.writeOptions, batch);
      pending.forEach(Name::written);
    } finally {
      pending.forEach(Name::notWritten);
      pending.clear();
      batch.clear();
    }
  }

  private void add(TelemetrySample sample) throws RocksDBException {
    long epochMillis = epochMillis(sample);
    long slice = SampleKey.sliceOf(epochMillis);
    Directory.Cluster cluster = directory.cluster(sample.cluster());
    Name endpoint = cluster.endpoint(sample.endpoint());
    Name observer = directory.observer(sample.observer());
    write(cluster.name, slice);
    write(endpoint, slice);
    write(observer, slice);
    SampleKey.write(key, cluster.name.id, endpoint.id, observer.id, epochMillis);
    codec.encode(key, sample, value);
    directKey.clear().put(key).flip();
    if (directValue.capacity() < value.size()) {
      directValue = ByteBuffer.allocateDirect(2 * value.size());
    }
    directValue.clear().put(value.buffer(), 0, value.size()).flip();
    batch.put(directKey, directValue);
  }

  private void write(Name name, long slice) throws RocksDBException {
    if (name.wants(slice)) {
      batch.put(name.key, name.record(slice));
      pending.add(name);
    }
  }

  private static long epochMillis(TelemetrySample sample) {
    if (sample.time().isBefore(Instant.EPOCH) || !sample.time().isBefore(SampleKey.END)) {
      throw new IllegalArgumentException("sample of %s/%s is of %s; the store keeps %s…%s"
          .formatted(
              sample.cluster(), sample.endpoint(), sample.time(), Instant.EPOCH, SampleKey.END));
    }
    return sample.time().toEpochMilli();
  }

  @Override
  public void close() {
    batch.close();
  }
}

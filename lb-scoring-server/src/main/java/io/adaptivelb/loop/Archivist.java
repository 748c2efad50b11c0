package io.adaptivelb.loop;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.table.PublishedWeights;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was published to the archive, off the loop's thread: at once where a cluster was quiet, and at most once an
 * interval where it is not.
 *
 * <p>Weights are in force before they are on disk: an fsync of tens of milliseconds must not stand between a failed health
 * check and the proxies. What a crash may lose is one interval; the restart then goes on from the weights before, under a
 * version that nobody has seen. A write that fails is tried again with the newest weights at the next interval.
 */
final class Archivist implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Archivist.class);

  private final WeightArchive archive;
  private final Worker worker;
  private final LoopMetrics metrics;
  private final Map<ClusterId, PublishedWeights> unsaved = new ConcurrentHashMap<>();
  /** Those that have to wait for the end of the interval. */
  private final Set<ClusterId> savedLately = ConcurrentHashMap.newKeySet();

  Archivist(WeightArchive archive, Worker worker, Duration interval, LoopMetrics metrics) {
    this.archive = archive;
    this.worker = worker;
    this.metrics = metrics;
    worker.every(interval, this::saveAll);
  }

  /** Saves them soon. Thread-safe. */
  void take(PublishedWeights weights) {
    ClusterId cluster = weights.snapshot().cluster();
    unsaved.put(cluster, weights);
    if (savedLately.add(cluster)) {
      worker.execute(() -> save(cluster));
    }
  }

  private void saveAll() {
    savedLately.clear();
    unsaved.keySet().forEach(this::save);
  }

  private void save(ClusterId cluster) {
    PublishedWeights weights = unsaved.get(cluster);
    if (weights == null) {
      return;
    }
    savedLately.add(cluster);
    try {
      archive.save(weights);
      metrics.persisted();
      // Newer ones that came meanwhile stay.
      unsaved.remove(cluster, weights);
    } catch (IOException e) {
      metrics.persistFailed();
      log.error("Cannot save the weights of {}: {}", cluster, e.toString());
    }
  }

  /** Saves what is left. */
  @Override
  public void close() {
    worker.execute(this::saveAll);
    worker.close();
  }
}

package io.adaptivelb.rollout;

import io.adaptivelb.telemetry.LatencyHistogram;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Counts the requests of both groups that are slower than the others' p99 of the ticks before. With a limit that was fixed
 * before the tick, and that is a bound of the histogram's buckets, the counts are exact and a slow request is an event like an
 * error. Not thread-safe.
 */
final class SlowRequests {
  /** With fewer, a p99 is a single request. */
  private static final long MIN_REFERENCE = 500;

  private static final double QUANTILE = 0.99;

  private final int ticks;
  private final Deque<LatencyHistogram> reference = new ArrayDeque<>();

  SlowRequests(int ticks) {
    this.ticks = ticks;
  }

  /** The counts of a tick; empty while there is too little to compare with. */
  Optional<Counts> count(TickReading reading) {
    LatencyHistogram before = LatencyHistogram.EMPTY;
    for (LatencyHistogram tick : reference) {
      before = before.plus(tick);
    }
    if (reading.rest().latency().count() > 0) {
      reference.addLast(reading.rest().latency());
      if (reference.size() > ticks) {
        reference.removeFirst();
      }
    }
    if (before.count() < MIN_REFERENCE) {
      return Optional.empty();
    }
    int limit = LatencyHistogram.indexOf(before.quantileSeconds(QUANTILE));
    LatencyHistogram canary = reading.canary().latency();
    LatencyHistogram rest = reading.rest().latency();
    return Optional.of(
        new Counts(above(canary, limit), above(rest, limit), canary.count(), rest.count()));
  }

  private static long above(LatencyHistogram histogram, int bucket) {
    long above = 0;
    for (int i = Math.max(0, bucket + 1 - histogram.offset()); i < histogram.bucketCount(); i++) {
      above += histogram.bucket(i);
    }
    return above;
  }
}

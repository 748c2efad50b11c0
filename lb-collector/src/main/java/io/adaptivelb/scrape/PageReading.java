package io.adaptivelb.scrape;

import static io.adaptivelb.failure.FailureCode.BAD_BUCKETS;

import io.adaptivelb.exposition.Selector.Aggregate;
import io.adaptivelb.failure.SourceFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The mapped values of one page, in arrays that are filled again for every page. Not thread-safe. */
public final class PageReading {
  private final double[] gauges = new double[Role.values().length];
  private int mapped;

  private int counters;
  private int[] counterRoles = new int[64];
  private long[] counterKeys = new long[64];
  private double[] counterValues = new double[64];

  private final List<Bucket> bucketPool = new ArrayList<>();
  private int buckets;
  private boolean bucketsOrdered;

  void clear() {
    Arrays.fill(gauges, Double.NaN);
    mapped = 0;
    counters = 0;
    buckets = 0;
    bucketsOrdered = true;
  }

  /** How many mapped samples the page has. */
  int size() {
    return mapped;
  }

  /** What a gauge reads, all its series taken together; NaN: not reported. */
  double gauge(Role role) {
    return gauges[role.index()];
  }

  int counters() {
    return counters;
  }

  /** The index of the counter's role. */
  int counterRole(int i) {
    return counterRoles[i];
  }

  /** Tells a counter's series from all others, of this page and of later ones. */
  long counterKey(int i) {
    return counterKeys[i];
  }

  double counterValue(int i) {
    return counterValues[i];
  }

  /** Whether the page has a counter for this role. */
  boolean counts(Role role) {
    for (int i = 0; i < counters; i++) {
      if (counterRoles[i] == role.index()) {
        return true;
      }
    }
    return false;
  }

  int buckets() {
    return buckets;
  }

  /** The buckets, by histogram and bound once {@link #checkBuckets} was called. */
  Bucket bucket(int i) {
    return bucketPool.get(i);
  }

  void gauge(Role role, double value, Aggregate aggregate) {
    mapped++;
    int i = role.index();
    if (Double.isNaN(gauges[i])) {
      gauges[i] = value;
    } else if (!Double.isNaN(value)) {
      gauges[i] = aggregate == Aggregate.MAX ? Math.max(gauges[i], value) : gauges[i] + value;
    }
  }

  void counter(Role role, long key, double value) {
    mapped++;
    if (counters == counterKeys.length) {
      counterRoles = Arrays.copyOf(counterRoles, 2 * counters);
      counterKeys = Arrays.copyOf(counterKeys, 2 * counters);
      counterValues = Arrays.copyOf(counterValues, 2 * counters);
    }
    counterRoles[counters] = role.index();
    // A series may stand for two roles, each with a history of its own.
    counterKeys[counters] = key + role.index();
    counterValues[counters] = value;
    counters++;
  }

  void bucket(long histogram, long key, double bound, double value, int line) {
    mapped++;
    if (buckets == bucketPool.size()) {
      bucketPool.add(new Bucket());
    }
    Bucket bucket = bucketPool.get(buckets);
    bucket.histogram = histogram;
    bucket.key = key + Role.LATENCY_BUCKETS.index();
    bucket.bound = bound;
    bucket.value = value;
    bucket.line = line;
    bucketsOrdered &= buckets == 0 || Bucket.order(bucketPool.get(buckets - 1), bucket) < 0;
    buckets++;
  }

  /** Puts the buckets in order; each histogram must rise and end with {@code +Inf}. */
  void checkBuckets() throws SourceFailure {
    if (!bucketsOrdered) {
      bucketPool.subList(0, buckets).sort(Bucket::order);
    }
    for (int i = 0; i < buckets; i++) {
      Bucket bucket = bucketPool.get(i);
      boolean last = i + 1 == buckets || bucketPool.get(i + 1).histogram != bucket.histogram;
      if (last && bucket.bound != Double.POSITIVE_INFINITY) {
        throw new SourceFailure(
            BAD_BUCKETS,
            "line %d: the histogram ends at a bound of %s s, without +Inf"
                .formatted(bucket.line, bucket.bound));
      }
      if (!last && bucketPool.get(i + 1).value < bucket.value) {
        Bucket next = bucketPool.get(i + 1);
        throw new SourceFailure(
            BAD_BUCKETS,
            "line %d: cumulative buckets must not decrease: %s after %s"
                .formatted(next.line, next.value, bucket.value));
      }
    }
  }
}

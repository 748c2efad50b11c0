package io.adaptivelb.heads;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Which examples teach and which are held out, fold by fold. By time, the last {@link #HELD_OUT} of each cluster's examples are cut into as many
 * blocks as there are folds; a block is held out from what was before it, less a gap, because the examples just before know its beginning.
 * Each cluster has its own clock, so that runs that were recorded one after the other, or at the same simulated time, count alike; and a
 * pause in a recording is no time at all.
 */
record Folds(List<Fold> folds) {
  /** The share of a cluster's examples that is judged. */
  static final double HELD_OUT = 0.45;

  /** The shortest gap: features look back, and the aftermath is a tick later. */
  static final Duration LEAST_GAP = Duration.ofMinutes(1);

  /** Rows to train on, and rows held out: numbers of a table's rows. */
  @SuppressWarnings("ArrayRecordComponent") // Millions of numbers, which nobody outside sees.
  record Fold(int[] train, int[] heldOut) {}

  Folds {
    folds = List.copyOf(folds);
  }

  /** The folds of some of a table's rows; those without rows on either side are left out. */
  static Folds of(ExampleTable table, int[] rows, Split split, int count, Duration gap) {
    if (gap.compareTo(LEAST_GAP) < 0) {
      throw new IllegalArgumentException(
          "the gap is %s; it must be %s at least".formatted(gap, LEAST_GAP));
    }
    List<Fold> folds = IntStream.range(0, count)
        .mapToObj(fold -> split == Split.TIME
            ? byTime(table, rows, fold, count, gap.toMillis())
            : byCluster(table, rows, fold, count))
        .filter(fold -> fold.train().length > 0 && fold.heldOut().length > 0)
        .toList();
    return new Folds(folds);
  }

  private static Fold byTime(ExampleTable table, int[] rows, int fold, int count, long gap) {
    int clusters = table.clusters().size();
    List<LongStream.Builder> times =
        Stream.generate(LongStream::builder).limit(clusters).toList();
    for (int row : rows) {
      times.get(table.cluster(row)).add(table.millis(row));
    }
    long[] from = new long[clusters];
    long[] to = new long[clusters];
    for (int cluster = 0; cluster < clusters; cluster++) {
      long[] own = times.get(cluster).build().sorted().toArray();
      from[cluster] = cut(own, fold, count);
      to[cluster] = fold == count - 1 ? Long.MAX_VALUE : cut(own, fold + 1, count);
    }
    int[] train = Arrays.stream(rows)
        .filter(row -> table.millis(row) < from[table.cluster(row)] - gap)
        .toArray();
    int[] heldOut = Arrays.stream(rows)
        .filter(row -> table.millis(row) >= from[table.cluster(row)]
            && table.millis(row) < to[table.cluster(row)])
        .toArray();
    return new Fold(train, heldOut);
  }

  /** When a fold begins. */
  private static long cut(long[] times, int fold, int count) {
    double share = 1 - HELD_OUT + HELD_OUT * fold / count;
    return times.length == 0 ? 0 : times[(int) (share * times.length)];
  }

  private static Fold byCluster(ExampleTable table, int[] rows, int fold, int count) {
    int[] train =
        Arrays.stream(rows).filter(row -> table.cluster(row) % count != fold).toArray();
    int[] heldOut =
        Arrays.stream(rows).filter(row -> table.cluster(row) % count == fold).toArray();
    return new Fold(train, heldOut);
  }
}

package io.adaptivelb.heads;

import io.adaptivelb.prediction.FeatureRanges;
import io.adaptivelb.prediction.FeatureRanges.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What the rows of a table show of each feature. */
final class TableRanges {
  /** Two hundred of them are beyond the outermost quantiles on either side; sorting more takes longer than growing trees. */
  private static final int MOST_ROWS = 200_000;

  private TableRanges() {}

  static FeatureRanges of(ExampleTable table) {
    int[] rows = RowChoice.of(IntStream.range(0, table.size()).toArray(), MOST_ROWS);
    float[] values = table.features(rows);
    int columns = table.schema().size();
    List<Range> ranges = new ArrayList<>(columns);
    for (int column = 0; column < columns; column++) {
      ranges.add(range(values, column, columns));
    }
    return new FeatureRanges(ranges);
  }

  private static Range range(float[] values, int column, int columns) {
    float[] sorted = sorted(values, column, columns);
    double missing = 1 - (double) sorted.length * columns / values.length;
    return sorted.length == 0
        ? new Range(1, List.of())
        : new Range(
            missing,
            FeatureRanges.LEVELS.stream()
                .map(level -> sorted[(int) Math.round(level * (sorted.length - 1))])
                .toList());
  }

  /** A column's values without those that are missing, in order. */
  static float[] sorted(float[] values, int column, int columns) {
    float[] known = new float[values.length / columns];
    int count = 0;
    for (int i = column; i < values.length; i += columns) {
      if (!Float.isNaN(values[i])) {
        known[count++] = values[i];
      }
    }
    float[] sorted = Arrays.copyOf(known, count);
    Arrays.sort(sorted);
    return sorted;
  }
}

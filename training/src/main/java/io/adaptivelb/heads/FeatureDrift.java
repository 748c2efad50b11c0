package io.adaptivelb.heads;

import io.adaptivelb.features.FeatureDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much a feature changed from what was trained on to what was held out last. The population stability index compares the shares
 * pᵢ and qᵢ of the rows in the tenths of the former, and of those without the feature:
 *
 * <pre>  PSI = Σ (qᵢ − pᵢ) · ln(qᵢ / pᵢ)</pre>
 *
 * By custom, below 0.1 nothing happened, and above 0.25 a lot did.
 *
 * @param feature its name
 * @param psi the index; ≥ 0
 * @param missingBefore share of the rows trained on without it
 * @param missingAfter share of the rows held out without it
 * @param medianBefore of the rows trained on; NaN when all are without it
 * @param medianAfter of the rows held out; NaN when all are without it
 */
public record FeatureDrift(
    String feature,
    double psi,
    double missingBefore,
    double missingAfter,
    double medianBefore,
    double medianAfter) {
  private static final int MOST_ROWS = 100_000;
  private static final int BINS = 10;

  /** What an empty bin counts for, so that the logarithm is finite. */
  private static final double LEAST_SHARE = 1e-4;

  /** The features of a table, the most changed first; none where nothing can be held out. */
  public static List<FeatureDrift> of(ExampleTable table, HeadSettings settings) {
    int[] all = IntStream.range(0, table.size()).toArray();
    List<Folds.Fold> folds =
        Folds.of(table, all, settings.split(), settings.folds(), settings.gap()).folds();
    if (folds.isEmpty()) {
      return List.of();
    }
    float[] before = table.features(RowChoice.of(folds.getLast().train(), MOST_ROWS));
    float[] after = table.features(RowChoice.of(folds.getLast().heldOut(), MOST_ROWS));
    List<FeatureDrift> drifts = new ArrayList<>();
    int columns = table.schema().size();
    for (int column = 0; column < columns; column++) {
      FeatureDefinition definition = table.schema().definitions().get(column);
      drifts.add(of(
          definition.name(),
          TableRanges.sorted(before, column, columns),
          before.length / columns,
          TableRanges.sorted(after, column, columns),
          after.length / columns));
    }
    drifts.sort(Comparator.comparingDouble(FeatureDrift::psi).reversed());
    return List.copyOf(drifts);
  }

  /** From sorted values, and numbers of rows with or without a value. */
  static FeatureDrift of(
      String name, float[] before, int rowsBefore, float[] after, int rowsAfter) {
    double psi = term(rowsBefore - before.length, rowsBefore, rowsAfter - after.length, rowsAfter);
    int doneBefore = 0;
    int doneAfter = 0;
    for (int bin = 1; bin <= BINS && before.length > 0; bin++) {
      // Equal values are in one bin; where a tenth is but one value, some bins are empty on both
      // sides.
      float end = before[(int) ((long) bin * before.length / BINS) - (bin == BINS ? 1 : 0)];
      int toBefore = bin == BINS ? before.length : countBelow(before, end);
      int toAfter = bin == BINS ? after.length : countBelow(after, end);
      psi += term(toBefore - doneBefore, rowsBefore, toAfter - doneAfter, rowsAfter);
      doneBefore = toBefore;
      doneAfter = toAfter;
    }
    if (before.length == 0) {
      psi += term(0, rowsBefore, after.length, rowsAfter);
    }
    return new FeatureDrift(
        name,
        psi,
        1 - (double) before.length / rowsBefore,
        1 - (double) after.length / rowsAfter,
        median(before),
        median(after));
  }

  private static double term(int countBefore, int rowsBefore, int countAfter, int rowsAfter) {
    double p = Math.max(LEAST_SHARE, (double) countBefore / rowsBefore);
    double q = Math.max(LEAST_SHARE, (double) countAfter / rowsAfter);
    return (q - p) * Math.log(q / p);
  }

  /** How many values of a sorted array are below one. */
  static int countBelow(float[] sorted, float value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double median(float[] sorted) {
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}

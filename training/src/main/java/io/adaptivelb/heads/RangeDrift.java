package io.adaptivelb.heads;

import io.adaptivelb.features.FeatureDefinition;
import io.adaptivelb.prediction.FeatureRanges;
import io.adaptivelb.prediction.FeatureRanges.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far examples are from what a version was shown of a feature when it was trained, which its {@value FeatureRanges#FILE} tells by five
 * quantiles. The distance is that of Kolmogorov and Smirnov at these: the largest difference of the shares of rows up to one of them; many rows
 * may be equal to a quantile, so what lies between those below and those up to it counts for nothing.
 *
 * @param feature its name
 * @param distance 0…1, or the difference of the shares without the feature where that is larger
 * @param outside share of the values beyond the outermost quantiles; 0.002 of what was trained on
 * @param missingBefore share of the rows trained on without it
 * @param missingAfter share of the examples without it
 * @param medianBefore of the rows trained on; NaN when all are without it
 * @param medianAfter of the examples; NaN when all are without it
 */
public record RangeDrift(
    String feature,
    double distance,
    double outside,
    double missingBefore,
    double missingAfter,
    double medianBefore,
    double medianAfter) {
  private static final int MOST_ROWS = 100_000;
  private static final int MEDIAN = FeatureRanges.LEVELS.indexOf(0.5);

  /** The features of a table, the farthest first. */
  public static List<RangeDrift> of(FeatureRanges before, ExampleTable table) {
    int[] rows = RowChoice.of(IntStream.range(0, table.size()).toArray(), MOST_ROWS);
    float[] values = table.features(rows);
    List<FeatureDefinition> features = table.schema().definitions();
    List<RangeDrift> drifts = new ArrayList<>();
    for (int column = 0; column < features.size(); column++) {
      drifts.add(of(
          features.get(column).name(),
          before.ranges().get(column),
          TableRanges.sorted(values, column, features.size()),
          rows.length));
    }
    drifts.sort(Comparator.comparingDouble(RangeDrift::distance).reversed());
    return List.copyOf(drifts);
  }

  /** From sorted values, and a number of rows with or without a value. */
  static RangeDrift of(String name, Range before, float[] after, int rows) {
    double missing = 1 - (double) after.length / rows;
    double distance = Math.abs(missing - before.missing());
    boolean both = after.length > 0 && !before.quantiles().isEmpty();
    for (int i = 0; i < FeatureRanges.LEVELS.size() && both; i++) {
      double level = FeatureRanges.LEVELS.get(i);
      float edge = before.quantiles().get(i);
      double below = (double) FeatureDrift.countBelow(after, edge) / after.length;
      double upTo = (double) FeatureDrift.countBelow(after, Math.nextUp(edge)) / after.length;
      distance = Math.max(distance, Math.max(below - level, level - upTo));
    }
    return new RangeDrift(
        name,
        distance,
        both ? outside(before, after) : after.length > 0 ? 1 : 0,
        before.missing(),
        missing,
        before.quantiles().isEmpty() ? Double.NaN : before.quantiles().get(MEDIAN),
        after.length == 0 ? Double.NaN : after[after.length / 2]);
  }

  private static double outside(Range before, float[] after) {
    int below = FeatureDrift.countBelow(after, before.quantiles().getFirst());
    int within = FeatureDrift.countBelow(after, Math.nextUp(before.quantiles().getLast()));
    return (double) (below + after.length - within) / after.length;
  }
}

package io.adaptivelb.heads;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Evaluator;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.Calibrations;
import io.adaptivelb.prediction.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a head says of more or less load about to be sent: the mean prediction for examples in which the features of planned load are moved
 * through their quantiles together, and all else stays (partial dependence; Friedman, 2001).
 *
 * @param target of the head
 * @param feature the first feature of planned load, whose values are the loads
 * @param points from low to high load
 */
public record LoadCurve(Target target, String feature, List<Point> points) {
  private static final int EXAMPLES = 500;
  private static final int STEPS = 20;

  /** A load and the mean prediction there. */
  public record Point(double load, double prediction) {}

  /** Copies. */
  public LoadCurve {
    points = List.copyOf(points);
  }

  /** The curve of a head over some of the examples. */
  static LoadCurve of(
      Target target,
      BoostedModel model,
      Calibrations calibrations,
      ExampleTable table,
      Physics physics) {
    FeatureSchema schema = table.schema();
    int[] known = table.known(target);
    int stride = Math.max(1, known.length / EXAMPLES);
    int[] rows =
        IntStream.range(0, known.length / stride).map(i -> known[i * stride]).toArray();
    int[] load = physics.places();
    double[][] sorted = new double[load.length][];
    for (int i = 0; i < load.length; i++) {
      int column = load[i];
      sorted[i] = Arrays.stream(rows)
          .mapToDouble(row -> table.feature(row, column))
          .filter(Double::isFinite)
          .sorted()
          .toArray();
    }
    Evaluator evaluator = new Evaluator(model);
    float[] moved = table.features(rows);
    float[] margins = new float[rows.length];
    List<Point> points = new ArrayList<>();
    for (int step = 0; step <= STEPS && sorted.length > 0 && sorted[0].length > 0; step++) {
      for (int i = 0; i < load.length; i++) {
        float value = quantile(sorted[i], (double) step / STEPS);
        for (int row = 0; row < rows.length; row++) {
          moved[row * schema.size() + load[i]] = value;
        }
      }
      evaluator.margins(moved, rows.length, evaluator.newScratch(), margins);
      double mean = 0;
      for (float margin : margins) {
        mean += calibrations.prediction(target, margin) / rows.length;
      }
      points.add(new Point(quantile(sorted[0], (double) step / STEPS), mean));
    }
    return new LoadCurve(target, physics.load().getFirst(), points);
  }

  private static float quantile(double[] sorted, double share) {
    return sorted.length == 0
        ? Float.NaN
        : (float) sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}

package io.adaptivelb.heads;

import io.adaptivelb.evaluation.Platt;
import io.adaptivelb.prediction.Calibrations.Line;
import io.adaptivelb.prediction.Target;
import java.util.stream.IntStream;

/**
 * Fits the line that makes predictions of margins, to rows that were not trained on.
 *
 * <p>Logarithms: least squares without weights, which takes back what weights by label added, and believes a model that promises too much less.
 * Then, for latencies, the offset that makes the predicted quantile cover as many requests as it says, a split conformal correction (Romano,
 * Patterson and Candès, 2019) on what {@link Readings} say. Probabilities: Platt's curve.
 */
final class Calibrator {
  private static final double LARGEST_SLOPE = 2;
  private static final int MOST = 100_000;
  private static final int STEPS = 40;

  private final ExampleTable table;
  private final Target target;

  Calibrator(ExampleTable table, Target target) {
    this.table = table;
    this.target = target;
  }

  /** The line for some of the rows that were held out, at most {@value #MOST} of them, evenly. */
  Line fit(HeldOut heldOut, int[] places) {
    int stride = Math.max(1, places.length / MOST);
    int[] some =
        IntStream.range(0, places.length / stride).map(i -> places[i * stride]).toArray();
    if (target == Target.FAILURE) {
      return platt(heldOut, some);
    }
    Line line = leastSquares(heldOut, some);
    double level = Readings.level(target);
    return Double.isNaN(level)
        ? line
        : new Line(line.slope(), line.offset() + shift(heldOut, some, line, level));
  }

  private static Line platt(HeldOut heldOut, int[] places) {
    boolean[] truth = new boolean[places.length];
    double[] raw = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      truth[i] = heldOut.labels()[places[i]] > 0.5;
      raw[i] = 1 / (1 + Math.exp(-heldOut.margins()[places[i]]));
    }
    Platt fitted = Platt.fit(truth, raw);
    return new Line(Math.min(fitted.slope(), 100), Math.clamp(fitted.intercept(), -100, 100));
  }

  private static Line leastSquares(HeldOut heldOut, int[] places) {
    double margins = 0;
    double labels = 0;
    for (int place : places) {
      margins += heldOut.margins()[place] / places.length;
      labels += heldOut.labels()[place] / places.length;
    }
    double both = 0;
    double own = 0;
    for (int place : places) {
      double off = heldOut.margins()[place] - margins;
      both += off * (heldOut.labels()[place] - labels);
      own += off * off;
    }
    double slope = own > 0 ? Math.clamp(both / own, 0, LARGEST_SLOPE) : 0;
    return new Line(slope, labels - slope * margins);
  }

  /** How far to move predictions so that the share of requests below them is the level: coverage rises with it, so halve. */
  private double shift(HeldOut heldOut, int[] places, Line line, double level) {
    double low = -Labels.LARGEST;
    double high = Labels.LARGEST;
    if (Double.isNaN(coverage(heldOut, places, line))) {
      return 0;
    }
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      Line moved = new Line(line.slope(), line.offset() + middle);
      if (coverage(heldOut, places, moved) < level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The mean share of requests that are not slower than predicted; NaN when no row has all quantiles. */
  double coverage(HeldOut heldOut, int[] places, Line line) {
    double sum = 0;
    int count = 0;
    for (int place : places) {
      if (Readings.known(table, heldOut.rows()[place])) {
        sum += Readings.of(table, heldOut.rows()[place]).share(line.of(heldOut.margins()[place]));
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }
}

package io.adaptivelb.heads;

import io.adaptivelb.prediction.Target;
import java.util.Arrays;

/**
 * What trees learn of a target, and how much each example weighs. Logarithms are clipped to ±{@link #LARGEST}: what is twenty times as
 * believed is far enough. Examples are counted in bins of the label's size, and weigh as much as the root of how rare their bin is, compared
 * with the fullest, up to a limit: a fleet is calm nearly all the time, and a model that only knows calm is of no use. The root, and a
 * straight line that is fitted afterwards without weights ({@link Calibrator}), because weights by label make the rare look likely.
 */
final class Labels {
  /** Of a logarithm. */
  static final float LARGEST = 3;

  private static final double[] EDGES = {0.05, 0.1, 0.2, 0.4, 0.8, 1.6};

  private Labels() {}

  /** The label of an outcome; NaN when that is not known. */
  static float of(ExampleTable table, int row, Target target) {
    float outcome = table.outcome(row, target);
    return target == Target.FAILURE ? outcome : Math.clamp(outcome, -LARGEST, LARGEST);
  }

  /** Labels of rows. */
  static float[] of(ExampleTable table, int[] rows, Target target) {
    float[] labels = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = of(table, rows[i], target);
    }
    return labels;
  }

  /** How many labels are failures; where labels are of {@link Target#FAILURE}. */
  static int failures(float[] labels) {
    int failures = 0;
    for (float label : labels) {
      failures += label > 0.5 ? 1 : 0;
    }
    return failures;
  }

  /** What a label's size weighs; the mean over the labels it was counted in is 1. */
  static final class Rarity {
    private final float[] weights;

    /**
     * Counts labels.
     *
     * @param most the largest weight, before the mean is made 1
     */
    Rarity(float[] labels, double most) {
      int[] counts = new int[EDGES.length + 1];
      for (float label : labels) {
        counts[bin(label)]++;
      }
      int fullest = Arrays.stream(counts).max().orElse(0);
      double[] raw = new double[counts.length];
      double sum = 0;
      for (int bin = 0; bin < counts.length; bin++) {
        raw[bin] = Math.min(most, Math.sqrt((double) fullest / Math.max(1, counts[bin])));
        sum += raw[bin] * counts[bin];
      }
      weights = new float[counts.length];
      for (int bin = 0; bin < counts.length; bin++) {
        weights[bin] = (float) (raw[bin] * labels.length / sum);
      }
    }

    float weight(float label) {
      return weights[bin(label)];
    }

    private static int bin(float label) {
      int bin = 0;
      while (bin < EDGES.length && Math.abs(label) >= EDGES[bin]) {
        bin++;
      }
      return bin;
    }
  }
}

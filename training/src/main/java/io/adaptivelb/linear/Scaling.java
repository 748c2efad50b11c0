package io.adaptivelb.linear;

import io.adaptivelb.learner.Rows;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.IntFunction;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Rows in the words of Tribuo: each feature in its own standard deviations from its mean, at most {@value #FARTHEST}, so that no single minute
 * decides; a missing one, and one that never changed, at the mean. Means and deviations are those of the rows that are learned from. Tribuo's
 * own scaling knows neither missing values nor columns that never change. Immutable.
 */
final class Scaling {
  /** What the provenance says of it. */
  static final String WORDS =
      "in standard deviations from the mean, both of these examples; at most 5; missing: the mean";

  private static final int FARTHEST = 5;

  private final String[] names;
  private final double[] means;
  private final double[] deviations;

  /**
   * The scaling by rows to learn from.
   *
   * @param names of their columns, in order
   */
  Scaling(List<String> names, Rows rows) {
    if (rows.size() == 0) {
      throw new IllegalArgumentException("there are no rows to learn from");
    }
    requireColumns(rows.columns(), names.size());
    this.names = names.toArray(String[]::new);
    this.means = new double[this.names.length];
    this.deviations = new double[this.names.length];
    for (int column = 0; column < means.length; column++) {
      measure(rows, column);
    }
  }

  /** Mean and deviation of what is there, by Welford's recurrence (1962). */
  private void measure(Rows rows, int column) {
    int count = 0;
    double squares = 0;
    for (int row = 0; row < rows.size(); row++) {
      float value = rows.row(row)[column];
      if (!Float.isNaN(value)) {
        count++;
        double off = value - means[column];
        means[column] += off / count;
        squares += off * (value - means[column]);
      }
    }
    deviations[column] = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  }

  private static void requireColumns(int given, int wanted) {
    if (given != wanted) {
      throw new IllegalArgumentException(
          "a row of %d columns for a model of %d".formatted(given, wanted));
    }
  }

  private double scaled(float value, int column) {
    return Float.isNaN(value) || deviations[column] == 0
        ? 0
        : Math.clamp((value - means[column]) / deviations[column], -FARTHEST, (double) FARTHEST);
  }

  <T extends Output<T>> ArrayExample<T> example(T output, Rows rows, int row) {
    float[] values = rows.row(row);
    requireColumns(values.length, names.length);
    double[] all = new double[values.length];
    for (int column = 0; column < all.length; column++) {
      all[column] = scaled(values[column], column);
    }
    ArrayExample<T> example = new ArrayExample<>(output, names, all);
    example.setWeight(rows.weight(row));
    return example;
  }

  /**
   * Rows to learn from.
   *
   * @param data what the provenance calls them
   * @param output of a row
   */
  <T extends Output<T>> MutableDataset<T> dataset(
      String data, Rows rows, OutputFactory<T> factory, IntFunction<T> output) {
    SimpleDataSourceProvenance source =
        new SimpleDataSourceProvenance(data, Instant.EPOCH.atOffset(ZoneOffset.UTC), factory);
    MutableDataset<T> dataset = new MutableDataset<>(source, factory);
    for (int row = 0; row < rows.size(); row++) {
      dataset.add(example(output.apply(row), rows, row));
    }
    return dataset;
  }
}

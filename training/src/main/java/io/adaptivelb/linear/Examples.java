package io.adaptivelb.linear;

import io.adaptivelb.learner.Rows;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Rows in the words of Tribuo. A missing value is left out, and features are scaled to mean 0 before anything is learned: what is left out
 * counts as 0, which is the mean of the rows that were learned from.
 */
final class Examples {
  private final String[] names;

  /**
   * Columns.
   *
   * @param names in order
   */
  Examples(List<String> names) {
    this.names = names.toArray(String[]::new);
  }

  <T extends Output<T>> ArrayExample<T> example(T output, Rows rows, int row) {
    float[] values = rows.row(row);
    if (values.length != names.length) {
      throw new IllegalArgumentException(
          "a row of %d columns for a model of %d".formatted(values.length, names.length));
    }
    int[] recorded =
        IntStream.range(0, names.length).filter(i -> !Float.isNaN(values[i])).toArray();
    ArrayExample<T> example = new ArrayExample<>(
        output,
        Arrays.stream(recorded).mapToObj(i -> names[i]).toArray(String[]::new),
        Arrays.stream(recorded).mapToDouble(i -> values[i]).toArray());
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
    SimpleDataSourceProvenance source = new SimpleDataSourceProvenance(
        data, Instant.EPOCH.atOffset(ZoneOffset.UTC), factory);
    MutableDataset<T> dataset = new MutableDataset<>(source, factory);
    for (int row = 0; row < rows.size(); row++) {
      dataset.add(example(output.apply(row), rows, row));
    }
    return dataset;
  }
}

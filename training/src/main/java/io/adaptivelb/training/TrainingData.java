package io.adaptivelb.training;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.heads.ExampleTable;
import io.adaptivelb.parquet.DataSchema;
import io.adaptivelb.parquet.DataSet;
import io.adaptivelb.parquet.ExampleRows;
import java.nio.file.Path;
import java.util.List;

/**
 * Examples out of data sets, as many as fit. Where there are more, whole moments are left out: of each second in which something was recorded
 * all examples are taken or none.
 *
 * @param table the examples
 * @param skipped how many were left out
 */
record TrainingData(ExampleTable table, long skipped) {
  /**
   * Reads data sets.
   *
   * @param most about how many examples to take
   * @throws UserError when a folder is no data set of the schema in force, or all are empty
   */
  static TrainingData read(List<Path> folders, long most) {
    List<DataSet> sets = folders.stream()
        .map(folder -> DataSet.open(folder, DataSchema.ofExamples()))
        .toList();
    long rows = sets.stream().mapToLong(DataSet::rows).sum();
    double share = Math.min(1, (double) most / Math.max(1, rows));
    ExampleTable table = new ExampleTable(FeatureSchema.CURRENT);
    long[] skipped = {0};
    for (DataSet set : sets) {
      set.forEach(ExampleRows.from(example -> {
        if (isTaken(example.time().getEpochSecond(), share)) {
          table.add(example);
        } else {
          skipped[0]++;
        }
      }));
    }
    if (table.size() == 0) {
      throw new UserError("there are no examples in %s"
          .formatted(String.join(", ", folders.stream().map(Path::toString).toList())));
    }
    return new TrainingData(table, skipped[0]);
  }

  /** A hash of the second, so that no period in the data meets one in the choice. */
  private static boolean isTaken(long second, double share) {
    long mixed = second * 0x9E3779B97F4A7C15L;
    return share >= 1 || (mixed >>> 11) * 0x1p-53 < share;
  }
}

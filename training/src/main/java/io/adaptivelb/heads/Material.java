package io.adaptivelb.heads;

import io.adaptivelb.heads.Labels.Rarity;
import io.adaptivelb.learner.FlatRows;
import io.adaptivelb.prediction.Target;

/**
 * The rows of a table as trees of a target see them.
 *
 * <p>Scoring asks of demand, cores and failures before the load is dealt out, and of latencies once it is: the former never see the load that
 * is about to be sent ({@link Target#seesPlannedLoad}).
 */
final class Material {
  private final ExampleTable table;
  private final Target target;
  private final int[] planned;

  Material(ExampleTable table, Target target, Physics physics) {
    this.table = table;
    this.target = target;
    planned = target.seesPlannedLoad() ? new int[0] : physics.places();
  }

  /** Features, row after row. */
  float[] features(int[] rows) {
    float[] flat = table.features(rows);
    int columns = table.schema().size();
    for (int i = 0; i < rows.length && planned.length > 0; i++) {
      for (int column : planned) {
        flat[i * columns + column] = Float.NaN;
      }
    }
    return flat;
  }

  /** Rows with labels and weights. */
  FlatRows rows(int[] rows, Rarity rarity) {
    float[] labels = Labels.of(table, rows, target);
    float[] weights = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      weights[i] = rarity.weight(labels[i]);
    }
    return new FlatRows(features(rows), labels, weights, table.schema().size());
  }
}

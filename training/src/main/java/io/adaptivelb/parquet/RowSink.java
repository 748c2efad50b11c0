package io.adaptivelb.parquet;

import java.time.Instant;

/** Takes rows, in order of their time. */
@FunctionalInterface
public interface RowSink {
  /**
   * Takes a row.
   *
   * @param time when the features were computed; kept to the millisecond
   * @param features in the order of the schema, NaN where missing; only good until this returns
   * @param targets in the order of the schema, NaN where unknown; only good until this returns
   */
  void row(Instant time, String cluster, String endpoint, float[] features, float[] targets);
}

package io.adaptivelb.export;

import io.adaptivelb.parquet.DataSchema;
import io.adaptivelb.parquet.RowSink;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/** Where a data set's rows come from. Playing it again gives the same rows. */
interface RowSource {
  /** What it is, with everything that changes its rows; an export goes on with what a source of the same words began. */
  String description();

  /** The columns of its rows. */
  DataSchema schema();

  /** Whether it may have more rows the next time. */
  boolean grows();

  /**
   * Plays it.
   *
   * @param after rows up to it are there already and need not be given; those given all the same do no harm
   * @param sink takes the rows in order of time
   * @param progress hears which share is done, 0…1
   */
  void play(Optional<Instant> after, RowSink sink, DoubleConsumer progress)
      throws InterruptedException;
}

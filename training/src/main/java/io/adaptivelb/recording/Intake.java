package io.adaptivelb.recording;

import java.util.List;

/**
 * What became of the files' rows.
 *
 * @param files tables read
 * @param rows rows taken in
 * @param refusedRows rows left out because they break a rule
 * @param repairedTimestamps rows whose {@code TimeStamp} contradicts {@code Time}, which is right
 * @param missingValues cells that say that nothing was measured
 * @param missingMinutes minutes of a pod without a row
 * @param refusedFaults faults left out because they break a rule
 * @param repairedFaults faults whose {@code inject_timestamp} contradicts {@code inject_time}, which is right
 * @param notes the first complaints, each with file, line, column, value and rule
 */
public record Intake(
    int files,
    long rows,
    long refusedRows,
    long repairedTimestamps,
    long missingValues,
    long missingMinutes,
    int refusedFaults,
    int repairedFaults,
    List<String> notes) {
  /** Copies. */
  public Intake {
    notes = List.copyOf(notes);
  }
}

package io.adaptivelb.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts while files are read; keeps the first complaints of each kind. Not thread-safe. */
final class IntakeCount {
  private static final int NOTES_OF_A_KIND = 5;

  int files;
  long rows;
  long refusedRows;
  long repairedTimestamps;
  long missingValues;
  long missingMinutes;
  int refusedFaults;
  int repairedFaults;
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Integer> kinds = new HashMap<>();

  /** Keeps a complaint, unless there are enough of its kind. */
  void note(String kind, String text) {
    if (kinds.merge(kind, 1, Integer::sum) <= NOTES_OF_A_KIND) {
      notes.add(text);
    }
  }

  Intake intake() {
    return new Intake(
        files,
        rows,
        refusedRows,
        repairedTimestamps,
        missingValues,
        missingMinutes,
        refusedFaults,
        repairedFaults,
        notes);
  }
}

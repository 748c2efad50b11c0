package io.adaptivelb.training;

import java.util.Optional;

/**
 * What one retraining came to; what {@code lb retrain --json} prints, a line each.
 *
 * @param time when it began
 * @param from of the telemetry, inclusive
 * @param examples how many were learned from
 * @param outcome what is there now
 * @param version the new one in the registry; empty when there is none
 * @param reason why the outcome is not {@link Outcome#SHADOW}; empty when it is
 * @param seconds how long it took
 * @param training its figures; empty when nothing was trained
 */
record RetrainReport(
    String time,
    String from,
    long examples,
    Outcome outcome,
    Optional<String> version,
    String reason,
    double seconds,
    Optional<TrainingReport> training) {
  /** What is there now. */
  enum Outcome {
    /** A new version, which scores in the shadow. */
    SHADOW,
    /** A new version that waits. */
    CANDIDATE,
    /** What was there before. */
    NOTHING
  }
}

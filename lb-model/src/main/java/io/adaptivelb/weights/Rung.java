package io.adaptivelb.weights;

/** The steps of the fallback ladder, best first: where a snapshot's weights come from. */
public enum Rung {
  /** Learned models. */
  MODEL,
  /** The analytic capacity estimate from utilisation and queueing. */
  ANALYTIC,
  /** The last good weights, while telemetry is missing or doubtful. */
  LAST_GOOD,
  /** Equal weights: nothing is known, or nothing that is known can be trusted any more. */
  EQUAL
}

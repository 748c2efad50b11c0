package io.adaptivelb.prediction;

/** How far weights follow what a model says. */
public enum Belief {
  /** As far as its record in the cluster goes ({@link Trust}). */
  EARNED,
  /** All the way, whatever its record: to find out what the other guardrails are worth. */
  BLIND
}

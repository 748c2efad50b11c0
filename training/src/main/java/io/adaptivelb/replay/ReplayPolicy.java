package io.adaptivelb.replay;

import java.util.Locale;

/** What a replay can put on the first rung. */
enum ReplayPolicy {
  /** The analytic estimate, as it serves without a model. */
  ANALYTIC,
  /** A model on top of it. */
  MODEL,
  /** No estimate: what the fallback ladder ends with. */
  EQUAL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

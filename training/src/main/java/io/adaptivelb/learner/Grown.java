package io.adaptivelb.learner;

import java.util.List;

/** Trees that were grown: XGBoost's own file, and how well they did meanwhile. Immutable. */
public final class Grown {
  private final byte[] file;
  private final int best;
  private final List<Double> errors;

  Grown(byte[] file, int best, List<Double> errors) {
    this.file = file;
    this.best = best;
    this.errors = List.copyOf(errors);
  }

  /** The model as UBJSON, with the trees of all rounds; a copy. */
  public byte[] file() {
    return file.clone();
  }

  /** After how many rounds the error on the watched rows was least; all of them when none were watched. */
  public int best() {
    return best;
  }

  /** On the watched rows, one a round; empty when none were watched. */
  public List<Double> errors() {
    return errors;
  }
}

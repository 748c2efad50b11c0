package io.adaptivelb.heads;

import io.adaptivelb.prediction.Target;

/** Told how far the training is. */
public interface HeadListener {
  /** Does nothing. */
  HeadListener NONE = (target, stage, round, most, error) -> {};

  /**
   * A round is done.
   *
   * @param target whose head grows
   * @param stage {@code fold 1 of 3}, or {@code all}
   * @param round from 1
   * @param most rounds there will be at most
   * @param error on held-out examples; NaN when none are
   */
  void round(Target target, String stage, int round, int most, double error);
}

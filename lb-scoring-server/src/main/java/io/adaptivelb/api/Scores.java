package io.adaptivelb.api;

import io.adaptivelb.scoring.Score;
import io.adaptivelb.scoring.Score.Source;
import io.adaptivelb.weights.Rung;
import org.jspecify.annotations.Nullable;

/**
 * The three scores, 0…100, higher is better.
 *
 * @param health probability, in percent, of serving the next window within the error threshold
 * @param load head-room
 * @param performance expected latency against peers and objective
 * @param rung {@code MODEL} where a model had a part in at least one of them, else {@code ANALYTIC}
 */
public record Scores(double health, double load, double performance, Rung rung) {
  /** The scores, or null where there are none. */
  static @Nullable Scores of(Score score) {
    return score instanceof Score.Scored scored
        ? new Scores(
            scored.health(),
            scored.load(),
            scored.performance(),
            scored.source() == Source.MODEL ? Rung.MODEL : Rung.ANALYTIC)
        : null;
  }

  /** Why there are no scores, or null where there are. */
  static @Nullable String reason(Score score) {
    return score instanceof Score.Unscored unscored ? unscored.reason() : null;
  }
}

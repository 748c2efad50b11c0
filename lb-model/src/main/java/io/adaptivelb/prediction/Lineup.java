package io.adaptivelb.prediction;

import io.adaptivelb.rollout.Blend;
import io.adaptivelb.rollout.TrialSettings;
import java.util.Optional;

/**
 * The models of a cluster. Immutable; whoever looks at it takes another one for a change of its own.
 *
 * @param active who speaks; empty: nobody, and the analytic rung serves
 * @param candidate who is tried beside it
 */
public record Lineup(Optional<ScoringModel> active, Optional<Candidate> candidate) {
  /** The analytic rung alone. */
  public static final Lineup NONE = new Lineup(Optional.empty(), Optional.empty());

  /** A model that serves, and nobody beside it. */
  public static Lineup of(ScoringModel active) {
    return new Lineup(Optional.of(active), Optional.empty());
  }

  /** The same, with a candidate. */
  public Lineup with(Candidate other) {
    return new Lineup(active, Optional.of(other));
  }

  /**
   * A model that is tried.
   *
   * @param model which
   * @param blend how much of it; empty in the shadow
   * @param belief how far it is followed within that
   * @param settings how it is tried
   */
  public record Candidate(
      ScoringModel model, Optional<Blend> blend, Belief belief, TrialSettings settings) {}
}

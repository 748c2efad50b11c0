package io.adaptivelb.simulator.play;

import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.prediction.Belief;
import io.adaptivelb.prediction.Lineup;
import io.adaptivelb.prediction.ModelEstimator;
import io.adaptivelb.prediction.ModelState;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.rollout.Blend;
import io.adaptivelb.rollout.Decision;
import io.adaptivelb.rollout.TrialSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does in a simulated cluster what a server does with a registry: puts a candidate in the shadow, and follows what its trial decides. */
final class Rehearsal implements EstimatorFactory {
  private final ScoringModel candidate;
  private final Belief belief;
  private final TrialSettings settings;
  private final List<Decision> decisions = new ArrayList<>();
  private final Lineup before;
  private final int shipAt;
  private Optional<Blend> first = Optional.empty();
  private Lineup lineup;
  private int ticks;
  private int endedAt;
  private @Nullable ModelEstimator estimator;

  /** Ships a candidate at a tick. */
  Rehearsal(
      ScoringModel active,
      ScoringModel candidate,
      Belief belief,
      TrialSettings settings,
      int shipAt) {
    this.candidate = candidate;
    this.belief = belief;
    this.settings = settings;
    this.before = Lineup.of(active);
    this.lineup = before;
    this.shipAt = shipAt;
  }

  @Override
  public Estimator of(ClusterId cluster, EstimationSettings estimation) {
    ModelEstimator made = new ModelEstimator(cluster, estimation, this::next);
    estimator = made;
    return made;
  }

  /** Does not begin in the shadow. */
  void beginAt(Blend blend) {
    first = Optional.of(blend);
  }

  /** What was decided, but for waiting. */
  List<Decision> decisions() {
    return decisions;
  }

  /** The tick of the last decision. */
  int endedAt() {
    return endedAt;
  }

  /** How the models fare at last. */
  ModelState state() {
    return estimator == null ? ModelState.NONE : estimator.state();
  }

  private Lineup next() {
    if (++ticks == shipAt) {
      lineup = before.with(at(first));
      return lineup;
    }
    ModelState state = state();
    Decision decision =
        state.trial().map(ModelState.Progress::decision).orElse(new Decision.Hold(""));
    if (state.lineup().equals(lineup) && !(decision instanceof Decision.Hold)) {
      decisions.add(decision);
      endedAt = ticks;
      lineup = switch (decision) {
        case Decision.Hold hold -> lineup;
        case Decision.Advance advance -> lineup.with(at(Optional.of(advance.to())));
        case Decision.Promote promote -> Lineup.of(candidate);
        case Decision.RollBack back -> new Lineup(lineup.active(), Optional.empty());
      };
    }
    return lineup;
  }

  private Lineup.Candidate at(Optional<Blend> blend) {
    return new Lineup.Candidate(candidate, blend, belief, settings);
  }
}

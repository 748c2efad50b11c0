package io.adaptivelb.api;

import io.adaptivelb.prediction.ModelState;
import io.adaptivelb.rollout.Decision;
import org.jspecify.annotations.Nullable;

/**
 * How the models of a cluster fare in the running server.
 *
 * @param active the active model's record; absent when it does not serve
 * @param candidate the record of the shadow or canary; absent without one
 * @param decision what its trial says here; "no candidate" without one
 * @param requests seen in this step; absent without a trial
 * @param share of the candidate in the weights in force, 0…1; absent without a trial
 * @param distance share of the traffic that it would send elsewhere, 0…1; absent without a trial
 */
public record ModelTrial(
    @Nullable ModelRecord active,
    @Nullable ModelRecord candidate,
    String decision,
    @Nullable Long requests,
    @Nullable Double share,
    @Nullable Double distance) {
  /** The document of a state. */
  public static ModelTrial of(ModelState state) {
    ModelState.Progress trial = state.trial().orElse(null);
    return new ModelTrial(
        state.active().map(ModelRecord::of).orElse(null),
        state.candidate().map(ModelRecord::of).orElse(null),
        trial == null ? "no candidate" : text(trial.decision()),
        trial == null ? null : trial.requests(),
        trial == null ? null : trial.share(),
        trial == null ? null : trial.distance());
  }

  private static String text(Decision decision) {
    return switch (decision) {
      case Decision.Hold hold -> "hold: " + hold.reason();
      case Decision.Advance advance ->
        "advance to %d %%: %s".formatted(advance.to().percent(), advance.reason());
      case Decision.Promote promote -> "promote: " + promote.reason();
      case Decision.RollBack back ->
        "roll back (%s): %s".formatted(back.guardrail(), back.reason());
    };
  }
}

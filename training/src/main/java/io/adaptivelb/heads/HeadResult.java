package io.adaptivelb.heads;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.prediction.Calibrations;
import io.adaptivelb.prediction.Calibrations.Line;
import io.adaptivelb.prediction.Target;
import java.util.Map;
import java.util.Optional;

/** What became of a head. */
public sealed interface HeadResult {
  /** What it predicts. */
  Target target();

  /** How good it is, where it could be judged. */
  Optional<HeadFigures> judged();

  /**
   * It is part of the model.
   *
   * @param file XGBoost's own, UBJSON; must not be changed
   * @param model the same, read back
   * @param line makes predictions of its margins
   * @param figures how good it is
   */
  @SuppressWarnings("ArrayRecordComponent") // The registry takes bytes.
  record Kept(Target target, byte[] file, BoostedModel model, Line line, HeadFigures figures)
      implements HeadResult {
    /** What it says of more or less load about to be sent. */
    public LoadCurve loadCurve(ExampleTable table, Physics physics) {
      return LoadCurve.of(target, model, new Calibrations(Map.of(target, line)), table, physics);
    }

    @Override
    public Optional<HeadFigures> judged() {
      return Optional.of(figures);
    }
  }

  /**
   * It is not, and the analytic belief stays.
   *
   * @param reason why, for people
   */
  record LeftOut(Target target, String reason, Optional<HeadFigures> judged)
      implements HeadResult {}
}

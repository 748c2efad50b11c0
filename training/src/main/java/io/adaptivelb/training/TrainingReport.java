package io.adaptivelb.training;

import io.adaptivelb.heads.FeatureDrift;
import io.adaptivelb.heads.HeadFigures;
import io.adaptivelb.heads.HeadSettings;
import io.adaptivelb.heads.LoadCurve;
import io.adaptivelb.prediction.Calibrations.Line;
import java.util.List;
import java.util.Optional;

/**
 * What a training found; what {@code lb train --json} prints.
 *
 * @param command what to type to get the same again
 * @param version the candidate in the registry; empty when no head was kept
 * @param featureSchema of the features
 * @param data what was learned from
 * @param settings how
 * @param threads of XGBoost
 * @param heads one a target
 * @param drift how features changed from what was trained on to what was held out last, the most changed first
 */
public record TrainingReport(
    String command,
    Optional<String> version,
    String featureSchema,
    Data data,
    HeadSettings settings,
    int threads,
    List<HeadEntry> heads,
    List<FeatureDrift> drift) {
  /**
   * What was learned from.
   *
   * @param source folders
   * @param rows examples
   * @param skipped examples left out because there were more than {@code --most}
   * @param clusters how many
   * @param endpoints how many
   * @param from time of the first one
   * @param to time of the last one
   */
  public record Data(
      String source,
      long rows,
      long skipped,
      int clusters,
      int endpoints,
      String from,
      String to) {}

  /**
   * A head.
   *
   * @param target its name
   * @param definition what it predicts
   * @param kept whether it is part of the model
   * @param reason why it is not; empty when it is
   * @param calibration the line from margins to predictions, when it is
   * @param loadCurve what it says of more or less planned load, when it is and sees that
   * @param figures how good it is, where it could be judged
   */
  public record HeadEntry(
      String target,
      String definition,
      boolean kept,
      String reason,
      Optional<Line> calibration,
      Optional<LoadCurve> loadCurve,
      Optional<HeadFigures> figures) {}

  /** Copies. */
  public TrainingReport {
    heads = List.copyOf(heads);
    drift = List.copyOf(drift);
  }

  /** The same, of a model that is in the registry. */
  TrainingReport withVersion(String name) {
    return new TrainingReport(
        command, Optional.of(name), featureSchema, data, settings, threads, heads, drift);
  }
}

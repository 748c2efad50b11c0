package io.adaptivelb.training;

import io.adaptivelb.heads.RangeDrift;
import io.adaptivelb.heads.TargetComparison;
import java.util.List;
import java.util.Optional;

/**
 * How finished versions compare on the same examples; what {@code lb evaluate --data --json} prints.
 *
 * @param command what to type to get the same again
 * @param featureSchema of the features
 * @param data what they are judged by
 * @param versions that take part
 * @param targets one each that can be judged
 * @param drifts how far the examples are from what each version was trained on, where it tells
 * @param league what a model brought there, if that was asked for
 * @param warnings what makes figures look better than they are
 * @param notes what was left out, and why
 */
public record ComparisonReport(
    String command,
    String featureSchema,
    TrainingReport.Data data,
    List<Version> versions,
    List<TargetComparison> targets,
    List<Drift> drifts,
    Optional<LeagueResult> league,
    List<String> warnings,
    List<String> notes) {
  /**
   * A version.
   *
   * @param name what it is called here: its name, {@code active} or {@code bundled}
   * @param version its name
   * @param created when it was trained
   * @param trainedOn what it learned from
   * @param heads what it predicts
   * @param seen how many of the examples here are of a time and cluster that it was trained on, as far as its manifest tells
   */
  public record Version(
      String name,
      String version,
      String created,
      TrainedOn trainedOn,
      List<String> heads,
      long seen) {
    /** Copies. */
    public Version {
      heads = List.copyOf(heads);
    }
  }

  /**
   * What a version learned from.
   *
   * @param source where it came from, for people
   * @param rows examples
   * @param from time of the first one
   * @param to time of the last one
   */
  public record TrainedOn(String source, long rows, String from, String to) {}

  /**
   * How far the examples are from what a version was trained on.
   *
   * @param version its name
   * @param foreign share of the examples of which it would say nothing when it serves, because too many features are beyond its data
   * @param features the farthest first
   */
  public record Drift(String version, double foreign, List<RangeDrift> features) {
    /** Copies. */
    public Drift {
      features = List.copyOf(features);
    }
  }

  /** Copies. */
  public ComparisonReport {
    versions = List.copyOf(versions);
    targets = List.copyOf(targets);
    drifts = List.copyOf(drifts);
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
  }
}

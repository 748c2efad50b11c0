package io.adaptivelb.heads;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Evaluator;
import io.adaptivelb.heads.TargetComparison.Difference;
import io.adaptivelb.heads.TargetComparison.Entry;
import io.adaptivelb.heads.TargetComparison.Verdict;
import io.adaptivelb.prediction.Calibrations;
import io.adaptivelb.prediction.Calibrations.Line;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.prediction.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Judges finished versions by the same examples, as they would have served: with the calibration that they bring, and without the load about to
 * be sent where that is not known yet. Each is compared with what needs no model, and with every other one.
 */
public final class HeadComparison {
  /** Rows at a time, so that their features are not in memory twice. */
  private static final int CHUNK = 1 << 14;

  private final ExampleTable table;
  private final Physics physics;
  private final List<Contestant> versions;

  /**
   * A version.
   *
   * @param name for people, unique
   * @param model its heads
   * @param trained how many examples it learned from
   */
  public record Contestant(String name, ScoringModel model, long trained) {}

  /** A comparison on these examples. */
  public HeadComparison(ExampleTable table, Physics physics, List<Contestant> versions) {
    this.table = table;
    this.physics = physics;
    this.versions = List.copyOf(versions);
  }

  /** Of one target; empty where no version has such a head, or nothing can be said of it. */
  public Optional<TargetComparison> of(Target target) {
    int[] rows = table.known(target);
    List<Contestant> able = versions.stream()
        .filter(version -> version.model().head(target).isPresent())
        .toList();
    if (able.isEmpty() || objection(target).isPresent()) {
      return Optional.empty();
    }
    HeldOut baselines = baselines(target, rows);
    List<Entry> entries = new ArrayList<>();
    List<Judge> judges = new ArrayList<>();
    for (Contestant version : able) {
      BoostedModel head = version.model().head(target).orElseThrow();
      Calibrations calibrations = version.model().calibrations();
      HeldOut judged = with(baselines, margins(target, rows, head));
      Judge judge =
          new Judge(table, target, judged, calibrations.lines().getOrDefault(target, Line.SAME));
      int trained = Math.toIntExact(Math.min(Integer.MAX_VALUE, version.trained()));
      judges.add(judge);
      entries.add(new Entry(
          version.name(),
          judge.figures(trained, head.trees().size(), List.of(), head),
          target.seesPlannedLoad()
              ? Optional.of(LoadCurve.of(target, head, calibrations, table, physics))
              : Optional.empty()));
    }
    return Optional.of(new TargetComparison(
        target,
        rows.length,
        judges.getFirst().over(judges.getFirst()).blocks(),
        entries,
        differences(entries, judges)));
  }

  /** Why nothing can be said of a target; empty when something can. */
  public Optional<String> objection(Target target) {
    int[] rows = table.known(target);
    if (rows.length == 0) {
      return Optional.of("no example tells of it");
    }
    if (target != Target.FAILURE) {
      return Optional.empty();
    }
    int failures = Labels.failures(Labels.of(table, rows, target));
    return failures == 0 || failures == rows.length
        ? Optional.of(
            "%s of the %d examples failed".formatted(failures == 0 ? "none" : "all", rows.length))
        : Optional.empty();
  }

  private HeldOut baselines(Target target, int[] rows) {
    float[] smoothed = Smoothing.of(table, target);
    float[] persisted = Smoothing.persistence(table, target);
    HeldOut all = new HeldOut(
        rows,
        new int[rows.length],
        Labels.of(table, rows, target),
        new float[0],
        new float[rows.length],
        new float[rows.length],
        new float[rows.length]);
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      sum += all.labels()[i];
      all.smoothed()[i] = smoothed[rows[i]];
      all.persisted()[i] = persisted[rows[i]];
    }
    Arrays.fill(all.constants(), (float) (sum / rows.length));
    return all;
  }

  private static HeldOut with(HeldOut baselines, float[] margins) {
    return new HeldOut(
        baselines.rows(),
        baselines.folds(),
        baselines.labels(),
        margins,
        baselines.constants(),
        baselines.smoothed(),
        baselines.persisted());
  }

  private float[] margins(Target target, int[] rows, BoostedModel head) {
    Material material = new Material(table, target, physics);
    Evaluator evaluator = new Evaluator(head);
    float[] margins = new float[rows.length];
    for (int from = 0; from < rows.length; from += CHUNK) {
      int[] some = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + CHUNK));
      float[] part = new float[some.length];
      evaluator.margins(material.features(some), some.length, evaluator.newScratch(), part);
      System.arraycopy(part, 0, margins, from, part.length);
    }
    return margins;
  }

  private static List<Difference> differences(List<Entry> entries, List<Judge> judges) {
    List<Difference> differences = new ArrayList<>();
    for (int one = 0; one < judges.size(); one++) {
      for (int other = one + 1; other < judges.size(); other++) {
        Judge.Lead lead = judges.get(one).over(judges.get(other));
        differences.add(new Difference(
            entries.get(one).version(),
            entries.get(other).version(),
            entries.get(one).figures().error() - entries.get(other).figures().error(),
            lead.gain(),
            lead.interval(),
            verdict(lead)));
      }
    }
    return differences;
  }

  private static Verdict verdict(Judge.Lead lead) {
    if (lead.blocks() < Judge.FEWEST_BLOCKS) {
      return Verdict.TOO_LITTLE_DATA;
    }
    return lead.interval().low() > 0
        ? Verdict.BETTER
        : lead.interval().high() < 0 ? Verdict.WORSE : Verdict.NO_DIFFERENCE;
  }
}

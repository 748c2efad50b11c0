package io.adaptivelb.training;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.heads.ExampleTable;
import io.adaptivelb.heads.HeadComparison;
import io.adaptivelb.heads.HeadComparison.Contestant;
import io.adaptivelb.heads.ModelPack;
import io.adaptivelb.heads.Physics;
import io.adaptivelb.heads.RangeDrift;
import io.adaptivelb.heads.TargetComparison;
import io.adaptivelb.prediction.Familiarity;
import io.adaptivelb.prediction.FeatureRanges;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.registry.DataRange;
import io.adaptivelb.registry.Head;
import io.adaptivelb.registry.Manifest;
import io.adaptivelb.training.ComparisonReport.Drift;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Compares finished versions on examples, whichever command wants that. */
final class VersionComparison {
  private final TrainingData read;
  private final ExampleTable table;
  private final List<VersionChoice.Version> versions;
  private final List<String> notes;
  private final List<String> warnings = new ArrayList<>();
  private final Consumer<String> progress;

  VersionComparison(TrainingData read, VersionChoice.Chosen chosen, Consumer<String> progress) {
    this.read = read;
    this.table = read.table();
    this.versions = chosen.versions();
    this.notes = new ArrayList<>(chosen.notes());
    this.progress = progress;
  }

  /**
   * Judges.
   *
   * @param command what to type to get the same again
   * @param source where the examples come from, for people
   * @throws UserError when there is no head that all have, or none that the examples tell anything of
   */
  ComparisonReport report(String command, String source, Optional<LeagueResult> league) {
    requireCommonHead();
    List<ComparisonReport.Version> described =
        versions.stream().map(this::describe).toList();
    HeadComparison comparison = new HeadComparison(
        table,
        Physics.USUAL,
        versions.stream()
            .map(version -> new Contestant(
                version.label(),
                version.model(),
                version.content().manifest().data().rows()))
            .toList());
    List<TargetComparison> targets = new ArrayList<>();
    for (Target target : Target.values()) {
      progress.accept("judging " + target.label());
      comparison.of(target).ifPresent(targets::add);
      absences(comparison, target);
    }
    if (targets.isEmpty()) {
      throw new UserError(
          "nothing can be judged by %s: %s".formatted(source, String.join("; ", notes)));
    }
    progress.accept("measuring drift");
    return new ComparisonReport(
        command,
        table.schema().id(),
        new TrainingReport.Data(
            source,
            table.size(),
            read.skipped(),
            table.clusters().size(),
            table.endpoints(),
            table.from().toString(),
            table.to().toString()),
        described,
        targets,
        drifts(),
        league,
        warnings,
        notes);
  }

  private void requireCommonHead() {
    boolean common = Arrays.stream(Target.values())
        .anyMatch(target ->
            versions.stream().allMatch(version -> version.model().head(target).isPresent()));
    if (!common) {
      throw new UserError("there is no head that all versions have: "
          + versions.stream()
              .map(version ->
                  "%s has %s".formatted(version.label(), String.join(", ", heads(version))))
              .collect(Collectors.joining("; ")));
    }
  }

  /** Says why a target, or a version in it, is not judged. */
  private void absences(HeadComparison comparison, Target target) {
    List<String> without = versions.stream()
        .filter(version -> version.model().head(target).isEmpty())
        .map(VersionChoice.Version::label)
        .toList();
    if (without.size() == versions.size()) {
      notes.add("%s: no version has such a head".formatted(target.label()));
      return;
    }
    comparison
        .objection(target)
        .ifPresent(why -> notes.add("%s is not judged: %s".formatted(target.label(), why)));
    without.forEach(version -> notes.add(
        "%s has no head for %s; the analytic estimate stays".formatted(version, target.label())));
  }

  private static List<String> heads(VersionChoice.Version version) {
    return version.content().manifest().heads().stream().map(Head::name).toList();
  }

  private ComparisonReport.Version describe(VersionChoice.Version version) {
    Manifest manifest = version.content().manifest();
    DataRange data = manifest.data();
    Optional<Set<String>> clusters = Optional.ofNullable(
            manifest.parameters().get(ModelPack.CLUSTERS))
        .map(names -> Set.copyOf(List.of(names.split(" ", -1))));
    long seen = seen(data, clusters);
    if (seen > 0) {
      warnings.add(
          "%,d of the %,d examples are of a time that %s was trained on (%s … %s)%s"
              .formatted(
                  seen,
                  table.size(),
                  version.label(),
                  data.from(),
                  data.to(),
                  clusters.isPresent()
                      ? ", and of the same clusters: its figures flatter it"
                      : "; its manifest does not name its clusters. If they are the same, its figures flatter it"));
    }
    return new ComparisonReport.Version(
        version.label(),
        manifest.version().value(),
        manifest.created().toString(),
        new ComparisonReport.TrainedOn(
            data.source(), data.rows(), data.from().toString(), data.to().toString()),
        heads(version),
        seen);
  }

  private long seen(DataRange data, Optional<Set<String>> clusters) {
    List<String> names = table.clusters().stream().map(ClusterId::value).toList();
    long from = data.from().toEpochMilli();
    long to = data.to().toEpochMilli();
    long seen = 0;
    for (int row = 0; row < table.size(); row++) {
      boolean known = clusters.isEmpty() || clusters.get().contains(names.get(table.cluster(row)));
      seen += known && table.millis(row) >= from && table.millis(row) <= to ? 1 : 0;
    }
    return seen;
  }

  private List<Drift> drifts() {
    List<Drift> drifts = new ArrayList<>();
    for (VersionChoice.Version version : versions) {
      Optional<FeatureRanges> ranges = version.model().ranges();
      if (ranges.isPresent()) {
        drifts.add(new Drift(version.label(), foreign(ranges), RangeDrift.of(ranges.get(), table)));
      } else {
        notes.add("%s has no %s, so drift from what it was trained on is not known"
            .formatted(version.label(), FeatureRanges.FILE));
      }
    }
    return drifts;
  }

  private double foreign(Optional<FeatureRanges> ranges) {
    Familiarity familiarity = new Familiarity(ranges);
    long foreign = 0;
    for (int row = 0; row < table.size(); row++) {
      float[] features = table.features(new int[] {row});
      foreign += familiarity.knows(table.schema().vector(features)) ? 0 : 1;
    }
    return (double) foreign / table.size();
  }
}

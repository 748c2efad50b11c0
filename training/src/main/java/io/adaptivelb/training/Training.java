package io.adaptivelb.training;

import io.adaptivelb.cli.Lb;
import io.adaptivelb.heads.ExampleTable;
import io.adaptivelb.heads.FeatureDrift;
import io.adaptivelb.heads.HeadResult;
import io.adaptivelb.heads.HeadSettings;
import io.adaptivelb.heads.HeadTrainer;
import io.adaptivelb.heads.ModelPack;
import io.adaptivelb.heads.Physics;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.registry.Change;
import io.adaptivelb.registry.ModelDraft;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.Provenance;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.VersionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * From examples to a candidate, whichever command wants one.
 *
 * @param tool that trains: {@code lb train}
 * @param command what to type to get the same again
 * @param source where the examples come from, for people
 * @param settings how heads are trained
 * @param physics what holds for every head
 * @param threads of XGBoost
 */
record Training(
    String tool,
    String command,
    String source,
    HeadSettings settings,
    Physics physics,
    int threads) {
  /**
   * Trains every head, and puts those worth keeping into the registry as one candidate. Nothing is there before everything is trained and
   * checked.
   *
   * @return with the candidate, unless no head is worth keeping
   * @throws RegistryException when the registry refuses it, or cannot be written
   */
  TrainingReport run(TrainingData read, ModelRegistry registry, TrainingProgress progress) {
    List<HeadResult> results =
        new HeadTrainer(settings, physics, threads, progress).train(read.table());
    progress.say("trained in %.0f s".formatted(progress.seconds()));
    TrainingReport report = report(read, results);
    if (results.stream().noneMatch(HeadResult.Kept.class::isInstance)) {
      return report;
    }
    return report.withVersion(
        put(registry, read.table(), results, ModelCard.of(report)).value());
  }

  private VersionId put(
      ModelRegistry registry, ExampleTable table, List<HeadResult> results, String card) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    ModelDraft draft = ModelPack.of(
        results,
        table,
        settings,
        physics,
        now,
        source,
        new Provenance(tool, Lb.VERSION, SourceCommit.find()),
        card);
    // The trainer held each head against the rules, to leave out what breaks one. The second look
    // is
    // worth its milliseconds: it is at what is written, through the gate that no model goes around.
    return registry.put(draft, new ModelValidator(), new Change(tool, "trained", now));
  }

  private TrainingReport report(TrainingData read, List<HeadResult> results) {
    ExampleTable table = read.table();
    return new TrainingReport(
        command,
        Optional.empty(),
        table.schema().id(),
        new TrainingReport.Data(
            source,
            table.size(),
            read.skipped(),
            table.clusters().size(),
            table.endpoints(),
            table.from().toString(),
            table.to().toString()),
        settings,
        threads,
        results.stream().map(result -> entry(result, table)).toList(),
        FeatureDrift.of(table, settings));
  }

  private TrainingReport.HeadEntry entry(HeadResult result, ExampleTable table) {
    Optional<HeadResult.Kept> kept =
        result instanceof HeadResult.Kept it ? Optional.of(it) : Optional.empty();
    return new TrainingReport.HeadEntry(
        result.target().label(),
        result.target().definition(),
        kept.isPresent(),
        result instanceof HeadResult.LeftOut left ? left.reason() : "",
        kept.map(HeadResult.Kept::line),
        kept.filter(head -> head.target().seesPlannedLoad())
            .map(head -> head.loadCurve(table, physics)),
        result.judged());
  }
}

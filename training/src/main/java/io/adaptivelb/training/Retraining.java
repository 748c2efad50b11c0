package io.adaptivelb.training;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.export.StoreExport;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.registry.Change;
import io.adaptivelb.registry.Manifest;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.Stage;
import io.adaptivelb.registry.VersionId;
import io.adaptivelb.registry.VersionInfo;
import io.adaptivelb.replay.StoredTelemetry;
import io.adaptivelb.settings.Units;
import io.adaptivelb.store.StoreException;
import io.adaptivelb.training.RetrainReport.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One new model after the other from what a server's feature store holds, beside the server. Each is put into the registry at once and as
 * a whole, and scores in the shadow if no other one is under way; whether it ever serves is decided there. Not thread-safe.
 */
final class Retraining {
  static final String TOOL = "lb retrain";

  private final Path store;
  private final RetrainFolder folder;
  private final ModelRegistry registry;
  private final Duration window;
  private final long most;
  private final Training training;
  private final InstantSource clock;

  /**
   * A retraining of one server.
   *
   * @param store its data directory, or its feature store
   * @param window how much of the newest telemetry is learned from
   * @param most examples at most
   */
  Retraining(
      Path store,
      RetrainFolder folder,
      ModelRegistry registry,
      Duration window,
      long most,
      Training training,
      InstantSource clock) {
    this.store = store;
    this.folder = folder;
    this.registry = registry;
    this.window = window;
    this.most = most;
    this.training = training;
    this.clock = clock;
  }

  /**
   * Trains once.
   *
   * @throws UserError when the store cannot be read
   * @throws StoreException the same, while it is being read
   * @throws RegistryException when the registry cannot be read or written
   */
  RetrainReport once(TrainingProgress progress) {
    Instant now = clock.instant();
    Instant from = now.minus(window);
    Round round = new Round(now, from, progress);
    try {
      long rows = export(from, progress);
      return rows == 0
          ? round.nothing(
              0,
              "there is no telemetry since %s that tells what came of it; a server that runs gathers it"
                  .formatted(from))
          : learn(TrainingData.read(List.of(folder.dataSet()), most), round);
    } finally {
      folder.clear();
    }
  }

  /** The store is closed before anything is trained: it takes memory, and keeps files that the server deleted. */
  private long export(Instant from, TrainingProgress progress) {
    folder.clear();
    try (StoredTelemetry telemetry = StoredTelemetry.open(store)) {
      if (!StoreExport.hasAny(telemetry, from)) {
        return 0;
      }
      long rows = StoreExport.write(telemetry, from, folder.dataSet(), progress::exported);
      progress.say("%,d examples exported in %.0f s".formatted(rows, progress.seconds()));
      return rows;
    }
  }

  private RetrainReport learn(TrainingData read, Round round) {
    int examples = read.table().size();
    Optional<VersionId> known = learnedUntil(read.table().to());
    if (known.isPresent()) {
      return round.nothing(
          examples, "version %s has learned from all of it".formatted(known.get()));
    }
    TrainingReport report = training.run(read, registry, round.progress);
    if (report.version().isEmpty()) {
      return round.report(
          examples, Outcome.NOTHING, "no head is worth keeping", Optional.of(report));
    }
    Optional<String> obstacle = stage(new VersionId(report.version().get()));
    return round.report(
        examples,
        obstacle.isEmpty() ? Outcome.SHADOW : Outcome.CANDIDATE,
        obstacle.orElse(""),
        Optional.of(report));
  }

  /** The version of ours that has seen the newest example, if there is one. */
  private Optional<VersionId> learnedUntil(Instant newest) {
    return registry.versions().reversed().stream()
        .map(VersionInfo::version)
        .filter(version -> hasSeen(version, newest))
        .findFirst();
  }

  private boolean hasSeen(VersionId version, Instant newest) {
    try {
      Manifest manifest = registry.manifest(version);
      return manifest.provenance().tool().equals(TOOL)
          && manifest.featureSchema().equals(FeatureSchema.CURRENT.id())
          && !manifest.data().to().isBefore(newest);
    } catch (RegistryException e) {
      // A damaged version is no reason not to make a sound one.
      return false;
    }
  }

  /** Into the shadow, unless there is one under way; says what keeps it from there. */
  private Optional<String> stage(VersionId version) {
    for (VersionInfo info : registry.versions()) {
      for (Map.Entry<ServingScope, Stage> entry : info.stages().entrySet()) {
        if (entry.getValue() instanceof Stage.Shadow || entry.getValue() instanceof Stage.Canary) {
          return Optional.of("version %s is the %s of %s"
              .formatted(
                  info.version(),
                  entry.getValue().label(),
                  entry.getKey().cluster().map(Object::toString).orElse("everything")));
        }
      }
    }
    try {
      registry.stage(
          version,
          ServingScope.EVERYTHING,
          new Change(TOOL, "retrained on the last " + Units.format(window), clock.instant()));
      return Optional.empty();
    } catch (RegistryException e) {
      if (e.reason() != RegistryException.Reason.ILLEGAL_TRANSITION) {
        throw e;
      }
      // Somebody else was faster.
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private record Round(Instant time, Instant from, TrainingProgress progress) {
    RetrainReport nothing(long examples, String reason) {
      return report(examples, Outcome.NOTHING, reason, Optional.empty());
    }

    RetrainReport report(
        long examples, Outcome outcome, String reason, Optional<TrainingReport> training) {
      return new RetrainReport(
          time.toString(),
          from.toString(),
          examples,
          outcome,
          training.flatMap(TrainingReport::version),
          reason,
          progress.seconds(),
          training);
    }
  }
}

package io.adaptivelb.models;

import io.adaptivelb.api.ModelAssignment;
import io.adaptivelb.api.ModelChange;
import io.adaptivelb.api.ModelChangeResult;
import io.adaptivelb.api.ModelDocument;
import io.adaptivelb.api.ModelHistory;
import io.adaptivelb.api.ModelList;
import io.adaptivelb.api.ModelManifest;
import io.adaptivelb.api.ModelStage;
import io.adaptivelb.api.ModelSummary;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.models.ModelOrder.Target;
import io.adaptivelb.models.RefusedImport.Kind;
import io.adaptivelb.registry.Change;
import io.adaptivelb.registry.Manifest;
import io.adaptivelb.registry.ModelDraft;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.RegistryException.Reason;
import io.adaptivelb.registry.Stage;
import io.adaptivelb.registry.Validator;
import io.adaptivelb.registry.VersionId;
import io.adaptivelb.registry.VersionInfo;
import io.adaptivelb.rollout.Blend;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where people's wishes for models become changes of the registry, and its state becomes documents. Thread-safe.
 *
 * <p>A wish names where a version shall stand, so that one which is repeated after a timeout does nothing. Every method throws
 * {@link RegistryException} as the registry does.
 */
public final class ModelDesk {
  private final RegistryFolder folder;
  private final Validator validator;
  private final InstantSource clock;

  /** A desk; there may be several on one folder, in several processes. */
  public ModelDesk(RegistryFolder folder, Validator validator, InstantSource clock) {
    this.folder = folder;
    this.validator = validator;
    this.clock = clock;
  }

  /**
   * The versions, the newest first.
   *
   * @param limit at most so many
   * @param before only those that were admitted before this one
   * @throws RegistryException ({@code UNKNOWN_VERSION}) when there is no {@code before}
   */
  public ModelList list(int limit, Optional<VersionId> before) {
    ModelRegistry registry = registry();
    // The sequence first: a change in between makes the list look older than it is.
    long sequence = registry.sequence();
    List<VersionInfo> all = registry.versions();
    int end = all.size();
    if (before.isPresent()) {
      List<VersionId> names = all.stream().map(VersionInfo::version).toList();
      end = names.indexOf(before.get());
      if (end < 0) {
        registry.manifest(before.get());
        end = 0;
      }
    }
    List<VersionInfo> page = all.subList(Math.max(0, end - limit), end).reversed();
    return new ModelList(
        sequence,
        FeatureSchema.CURRENT.id(),
        page.stream().map(info -> summary(registry, info)).toList(),
        end > limit ? page.getLast().version().value() : null);
  }

  /** Everything about a version. */
  public ModelDocument show(VersionId version) {
    Manifest manifest = registry().manifest(version);
    return new ModelDocument(version.value(), stages(version), ModelManifest.of(manifest));
  }

  /** A version's manifest. */
  public Manifest manifest(VersionId version) {
    return registry().manifest(version);
  }

  /** One of a version's files; every byte of the version is checked. */
  public byte[] file(VersionId version, String name) {
    return registry().load(version).file(name);
  }

  /** What was changed, the newest first. */
  public ModelHistory history(ModelQuery query) {
    return ModelLog.page(registry().history(), query);
  }

  /** Who serves a cluster. */
  public ModelAssignment assignment(ClusterId cluster) {
    return ModelAssignment.of(cluster, registry().assignment(cluster));
  }

  /**
   * Admits a model as a candidate; the same model put twice is one version.
   *
   * @throws RefusedImport with every reason
   */
  public ModelChangeResult put(ModelPackage model, String actor, String reason) {
    ModelDraft draft = model.draft();
    Optional<VersionId> named = model.version();
    List<String> objections = new ArrayList<>();
    Validator strict = content -> {
      objections.addAll(validator.objections(content));
      named
          .filter(name -> !name.equals(content.version()))
          .ifPresent(name ->
              objections.add("%s: it says that it is version %s, but its content is that of %s"
                  .formatted(ModelPackage.MANIFEST, name, content.version())));
      return objections;
    };
    ModelRegistry registry = registry();
    Change change = change(actor, reason);
    long before = registry.sequence();
    try {
      return result(registry.put(draft, strict, change), "admit", change, before);
    } catch (RegistryException e) {
      if (e.reason() != Reason.REFUSED) {
        throw e;
      }
      throw new RefusedImport(Kind.REFUSED, objections.isEmpty() ? List.of(reason(e)) : objections);
    }
  }

  /**
   * Brings a version where it shall stand; nothing is done when it stands there already.
   *
   * @throws RegistryException ({@code ILLEGAL_TRANSITION}) when it may not go there from where it is
   */
  public ModelChangeResult carryOut(ModelOrder order, String actor, String reason) {
    ModelRegistry registry = registry();
    VersionId version = order.version();
    if (stands(registry.stageOf(version, order.scope()), order.target())) {
      return new ModelChangeResult(false, version.value(), stages(version), null);
    }
    Change change = change(actor, reason);
    long before = registry.sequence();
    String action = switch (order.target()) {
      case Target.Shadow shadow -> {
        registry.stage(version, order.scope(), change);
        yield "shadow";
      }
      case Target.Canary canary -> {
        registry.startCanary(version, order.scope(), canary.percent(), change);
        yield "canary";
      }
      case Target.Step step -> {
        registry.blend(version, order.scope(), step.to(), change);
        yield "blend";
      }
      case Target.Active active -> {
        registry.promote(version, order.scope(), change);
        yield "promote";
      }
      case Target.RolledBack back -> {
        registry.rollback(version, order.scope(), change);
        yield "rollback";
      }
      case Target.Retired retired -> {
        registry.retire(version, order.scope(), change);
        yield "retire";
      }
    };
    return result(version, action, change, before);
  }

  /** Deletes the files of a version that serves nowhere; its history stays. */
  public ModelChangeResult remove(VersionId version, String actor, String reason) {
    ModelRegistry registry = registry();
    Change change = change(actor, reason);
    long before = registry.sequence();
    registry.remove(version, change);
    return result(version, "remove", change, before);
  }

  /** The registry itself. */
  public ModelRegistry registry() {
    return folder.registry();
  }

  private Change change(String actor, String reason) {
    return new Change(actor, reason, clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  /** The change as it stands in the history; there is none when the same model was put before. */
  private ModelChangeResult result(VersionId version, String action, Change made, long before) {
    ModelChange change = ModelLog.changes(registry().history()).reversed().stream()
        .takeWhile(one -> one.sequence() > before)
        .filter(one -> one.version().equals(version.value())
            && one.action().equals(action)
            && one.by().equals(made.actor())
            && one.time().equals(made.time()))
        .findFirst()
        .orElse(null);
    return new ModelChangeResult(change != null, version.value(), stages(version), change);
  }

  private List<ModelStage> stages(VersionId version) {
    return registry().versions().stream()
        .filter(info -> info.version().equals(version))
        .flatMap(info -> stages(info).stream())
        .toList();
  }

  private static List<ModelStage> stages(VersionInfo info) {
    return info.stages().entrySet().stream()
        .map(entry -> ModelStage.of(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(stage -> stage.cluster() == null ? "" : stage.cluster()))
        .toList();
  }

  private static ModelSummary summary(ModelRegistry registry, VersionInfo info) {
    String version = info.version().value();
    try {
      Manifest manifest = registry.manifest(info.version());
      return new ModelSummary(
          version,
          stages(info),
          manifest.created(),
          manifest.featureSchema(),
          headlines(manifest.metrics()),
          null);
    } catch (RegistryException e) {
      return new ModelSummary(version, stages(info), null, null, Map.of(), e.getMessage());
    }
  }

  private static Map<String, Double> headlines(Map<String, Double> metrics) {
    Map<String, Double> headlines = new LinkedHashMap<>();
    metrics.entrySet().stream()
        .sorted(Comparator.comparingInt(
                (Map.Entry<String, Double> metric) -> metric.getKey().length())
            .thenComparing(Map.Entry::getKey))
        .limit(ModelSummary.MAX_METRICS)
        .forEach(metric -> headlines.put(metric.getKey(), metric.getValue()));
    return headlines;
  }

  private static boolean stands(Stage stage, Target target) {
    return switch (target) {
      case Target.Shadow shadow -> stage instanceof Stage.Shadow;
      case Target.Canary canary -> stage.equals(new Stage.Canary(Blend.ONE, canary.percent()));
      case Target.Step step -> stage instanceof Stage.Canary now && now.blend() == step.to();
      case Target.Active active -> stage instanceof Stage.Active;
      case Target.RolledBack back -> stage instanceof Stage.Retired now && now.rolledBack();
      case Target.Retired retired -> stage instanceof Stage.Retired now && !now.rolledBack();
    };
  }

  private static String reason(RegistryException e) {
    return String.valueOf(e.getMessage()).replaceFirst("^the model is refused: ", "");
  }
}

package io.adaptivelb.api;

import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Where a version of a model stands. Without {@code cluster} that is so for every cluster without a model of its own.
 *
 * @param cluster the one cluster, unless it is for everything
 * @param stage how far it has come
 * @param blendPercent of a canary: how much of its weights counts
 * @param proxyPercent of a canary: for which share of the proxies
 * @param reason why it was retired or rolled back
 */
public record ModelStage(
    @Nullable String cluster,
    Kind stage,
    @Nullable Integer blendPercent,
    @Nullable Integer proxyPercent,
    @Nullable String reason) {
  /** How far a version has come. */
  public enum Kind {
    /** Admitted, and nothing more. */
    CANDIDATE,
    /** Scores beside the active one; nothing of it is published. */
    SHADOW,
    /** Its weights are blended with the active one's. */
    CANARY,
    /** Serves. */
    ACTIVE,
    /** Serves no more. */
    RETIRED,
    /** Taken out because it was bad; nothing falls back to it. */
    ROLLED_BACK
  }

  /** The document of a stage. */
  public static ModelStage of(ServingScope scope, Stage stage) {
    String cluster = scope.cluster().map(one -> one.value()).orElse(null);
    return switch (stage) {
      case Stage.Candidate candidate -> plain(cluster, Kind.CANDIDATE);
      case Stage.Shadow shadow -> plain(cluster, Kind.SHADOW);
      case Stage.Active active -> plain(cluster, Kind.ACTIVE);
      case Stage.Canary canary ->
        new ModelStage(cluster, Kind.CANARY, canary.blend().percent(), canary.percent(), null);
      case Stage.Retired retired ->
        new ModelStage(
            cluster,
            retired.rolledBack() ? Kind.ROLLED_BACK : Kind.RETIRED,
            null,
            null,
            retired.reason());
    };
  }

  private static ModelStage plain(@Nullable String cluster, Kind kind) {
    return new ModelStage(cluster, kind, null, null, null);
  }

  /** For people, without the scope: {@code canary 5 % for 50 % of the proxies}. */
  public String describe() {
    return switch (stage) {
      case CANDIDATE -> "candidate";
      case SHADOW -> "shadow";
      case CANARY -> "canary %d %% for %d %% of the proxies".formatted(blendPercent, proxyPercent);
      case ACTIVE -> "active";
      case RETIRED -> "retired";
      case ROLLED_BACK -> "rolled back";
    };
  }

  /** For people: {@code everything} or the cluster's name. */
  public String where() {
    return cluster == null ? "everything" : cluster;
  }
}

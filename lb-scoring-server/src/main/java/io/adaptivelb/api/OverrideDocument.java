package io.adaptivelb.api;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.overrides.Action;
import io.adaptivelb.overrides.Scope;
import io.adaptivelb.overrides.WeightOverride;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WeightOverride} as JSON. Without {@code cluster} and {@code endpoint} it applies to everything.
 *
 * @param id unique
 * @param cluster the cluster, unless it applies to everything
 * @param endpoint {@code host:port}, where it applies to one endpoint
 * @param action {@code pin}, {@code floor}, {@code cap}, {@code drain}, {@code boost} or {@code freeze}
 * @param weight of pin, floor and cap
 * @param factor of boost
 * @param owner who answers for it
 * @param reason why
 * @param created when it was given
 * @param expires when it ends by itself
 */
public record OverrideDocument(
    String id,
    @Nullable String cluster,
    @Nullable String endpoint,
    String action,
    @Nullable Integer weight,
    @Nullable Double factor,
    String owner,
    String reason,
    Instant created,
    Instant expires) {
  /** The document of an override. */
  public static OverrideDocument of(WeightOverride override) {
    Integer weight = null;
    Double factor = null;
    String action;
    switch (override.action()) {
      case Action.Pin pin -> {
        action = "pin";
        weight = pin.weight();
      }
      case Action.Floor floor -> {
        action = "floor";
        weight = floor.weight();
      }
      case Action.Cap cap -> {
        action = "cap";
        weight = cap.weight();
      }
      case Action.Boost boost -> {
        action = "boost";
        factor = boost.factor();
      }
      case Action.Drain drain -> action = "drain";
      case Action.Freeze freeze -> action = "freeze";
    }
    String cluster = null;
    String endpoint = null;
    switch (override.scope()) {
      case Scope.OfEndpoint one -> {
        cluster = one.cluster().value();
        endpoint = one.endpoint().toString();
      }
      case Scope.OfCluster all -> cluster = all.cluster().value();
      case Scope.Everything all -> {}
    }
    return new OverrideDocument(
        override.id(),
        cluster,
        endpoint,
        action,
        weight,
        factor,
        override.owner(),
        override.reason(),
        override.created(),
        override.expires());
  }

  /**
   * The override that the document describes.
   *
   * @throws IllegalArgumentException naming the value and the rule that it breaks
   */
  public WeightOverride toOverride() {
    return new WeightOverride(
        id, scope(), action(action, weight, factor), owner, reason, created, expires);
  }

  /** What the override applies to. */
  public Scope scope() {
    if (cluster == null) {
      return new Scope.Everything();
    }
    ClusterId inCluster = new ClusterId(cluster);
    return endpoint == null
        ? new Scope.OfCluster(inCluster)
        : new Scope.OfEndpoint(inCluster, EndpointId.parse(endpoint));
  }

  /** What it does and where, for people: {@code cap 100 on 10.0.0.1:80 in checkout}. */
  public String describe() {
    String what =
        weight != null ? action + " " + weight : factor != null ? action + " ×" + factor : action;
    if (cluster == null) {
      return what + " on everything";
    }
    return endpoint == null
        ? what + " on all of " + cluster
        : what + " on " + endpoint + " in " + cluster;
  }

  private static Action action(String name, @Nullable Integer weight, @Nullable Double factor) {
    return switch (name) {
      case "pin" -> new Action.Pin(need("pin", "weight", weight));
      case "floor" -> new Action.Floor(need("floor", "weight", weight));
      case "cap" -> new Action.Cap(need("cap", "weight", weight));
      case "boost" -> new Action.Boost(need("boost", "factor", factor));
      case "drain" -> new Action.Drain();
      case "freeze" -> new Action.Freeze();
      default ->
        throw new IllegalArgumentException(
            "action \"%s\" is not one of pin, floor, cap, drain, boost, freeze".formatted(name));
    };
  }

  private static <T> T need(String action, String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("%s needs a %s".formatted(action, field));
    }
    return value;
  }
}

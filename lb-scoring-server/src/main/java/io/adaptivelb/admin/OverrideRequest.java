package io.adaptivelb.admin;

import io.adaptivelb.auth.Principal;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.overrides.Action;
import io.adaptivelb.overrides.Scope;
import io.dropwizard.util.Duration;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A well-formed wish for an override.
 *
 * @param scope what it applies to
 * @param action what it does
 * @param owner who answers for it
 * @param reason why
 * @param length how long it lasts, unless {@code expires} is given
 * @param expires when it ends, unless {@code length} is given
 */
record OverrideRequest(
    Scope scope,
    Action action,
    String owner,
    String reason,
    Optional<java.time.Duration> length,
    Optional<Instant> expires) {
  private static final List<String> ACTIONS =
      List.of("pin", "floor", "cap", "drain", "boost", "freeze");

  // Only keeps arithmetic on times from overflowing: how long an override may last is the ledger's
  // to say.
  private static final int MAX_DAYS = 36_500;

  /** Reads a body; throws {@link ProblemException} that tells everything that is wrong with it. */
  static OverrideRequest read(BodyFields body, Principal caller) {
    Optional<Scope> scope = scope(body);
    Optional<Action> action = action(body);
    Optional<String> owner = body.text("owner");
    if (owner.isEmpty() && caller.personal()) {
      owner = Optional.of(caller.name());
    }
    checkText(body, "owner", owner, 100, "who answers for it");
    Optional<String> reason = body.text("reason");
    checkText(body, "reason", reason, 500, "why");
    Optional<java.time.Duration> length = body.parsed("duration", OverrideRequest::duration);
    Optional<Instant> expires = body.parsed("expires", OverrideRequest::instant);
    boolean readable = !body.rejected("duration") && !body.rejected("expires");
    if (readable && length.isPresent() == expires.isPresent()) {
      body.reject(
          "duration", "give either duration (\"30m\") or expires (\"2026-11-23T10:30:00Z\")");
    }
    body.finish();
    return new OverrideRequest(
        scope.orElseThrow(),
        action.orElseThrow(),
        owner.orElseThrow().strip(),
        reason.orElseThrow().strip(),
        length,
        expires);
  }

  /** When it ends, if it begins now. */
  Instant expiry(Instant now) {
    return expires.orElseGet(() -> now.plus(length.orElseThrow()));
  }

  private static Optional<Scope> scope(BodyFields body) {
    Optional<ClusterId> cluster = body.parsed("cluster", ClusterId::new);
    Optional<EndpointId> endpoint = body.parsed("endpoint", EndpointId::parse);
    boolean everything = body.truth("everything").orElse(false);
    if (body.rejected("cluster") || body.rejected("endpoint") || body.rejected("everything")) {
      return Optional.empty();
    }
    if (everything) {
      if (cluster.isPresent() || endpoint.isPresent()) {
        body.reject("everything", "is true, so cluster and endpoint must not be given");
      }
      return Optional.of(new Scope.Everything());
    }
    if (cluster.isEmpty()) {
      body.reject("cluster", "is missing; to mean every cluster, say \"everything\": true");
      return Optional.empty();
    }
    return Optional.of(endpoint
        .<Scope>map(one -> new Scope.OfEndpoint(cluster.get(), one))
        .orElseGet(() -> new Scope.OfCluster(cluster.get())));
  }

  private static Optional<Action> action(BodyFields body) {
    Optional<String> name = body.text("action");
    Optional<Integer> weight = body.integer("weight");
    Optional<Double> factor = body.number("factor");
    if (name.isEmpty()) {
      if (!body.rejected("action")) {
        body.reject("action", "is missing; it is one of " + String.join(", ", ACTIONS));
      }
      return Optional.empty();
    }
    String action = name.get();
    if (!ACTIONS.contains(action)) {
      body.reject(
          "action",
          "%s is not one of %s%s"
              .formatted(
                  Fields.quote(action), String.join(", ", ACTIONS), Hint.nearest(action, ACTIONS)));
      return Optional.empty();
    }
    boolean weighs = List.of("pin", "floor", "cap").contains(action);
    requirePresence(body, action, "weight", weighs, weight.isPresent());
    requirePresence(body, action, "factor", action.equals("boost"), factor.isPresent());
    if (body.rejected("weight") || body.rejected("factor")) {
      return Optional.empty();
    }
    return switch (action) {
      case "pin" -> build(body, "weight", () -> new Action.Pin(weight.orElseThrow()));
      case "floor" -> build(body, "weight", () -> new Action.Floor(weight.orElseThrow()));
      case "cap" -> build(body, "weight", () -> new Action.Cap(weight.orElseThrow()));
      case "boost" -> build(body, "factor", () -> new Action.Boost(factor.orElseThrow()));
      case "drain" -> Optional.of(new Action.Drain());
      default -> Optional.of(new Action.Freeze());
    };
  }

  private static Optional<Action> build(BodyFields body, String field, Supplier<Action> action) {
    try {
      return Optional.of(action.get());
    } catch (IllegalArgumentException e) {
      body.reject(field, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static void requirePresence(
      BodyFields body, String action, String field, boolean needed, boolean present) {
    if (needed && !present && !body.rejected(field)) {
      body.reject(field, "is missing; %s needs it".formatted(action));
    }
    if (!needed && present) {
      body.reject(field, "%s takes no %s".formatted(action, field));
    }
  }

  /** Notes what is wrong with a text that must be there. */
  static void checkText(
      Fields body, String field, Optional<String> value, int max, String meaning) {
    if (body.rejected(field)) {
      return;
    }
    if (value.isEmpty()) {
      body.reject(field, "is missing; say %s in 1…%d characters".formatted(meaning, max));
    } else if (value.get().isBlank() || value.get().length() > max) {
      body.reject(
          field,
          "has %d characters; 1…%d are needed".formatted(value.get().strip().length(), max));
    } else if (value.get().chars().anyMatch(Character::isISOControl)) {
      body.reject(field, "%s has a control character".formatted(Fields.quote(value.get())));
    }
  }

  private static java.time.Duration duration(String text) {
    java.time.Duration duration;
    try {
      duration = Duration.parse(text).toJavaDuration();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s is not a duration; write 90s, 30m, 2h or 1d".formatted(Fields.quote(text)), e);
    }
    if (!duration.isPositive() || duration.toDays() > MAX_DAYS) {
      throw new IllegalArgumentException(
          "%s is not in 1ns…%dd".formatted(Fields.quote(text), MAX_DAYS));
    }
    return duration;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s is not a time like 2026-11-23T10:30:00Z".formatted(Fields.quote(text)), e);
    }
  }
}

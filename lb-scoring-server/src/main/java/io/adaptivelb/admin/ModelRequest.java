package io.adaptivelb.admin;

import io.adaptivelb.admin.AccessFilter.Caller;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.models.ModelActor;
import io.adaptivelb.models.ModelOrder.Target;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.rollout.Blend;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * A well-formed wish for where a version shall stand.
 *
 * @param scope for whom
 * @param target where
 * @param author who wishes it, and why
 */
record ModelRequest(ServingScope scope, Target target, Author author) {
  private static final int MAX_REASON = 500;

  /** Reads bodies that say nothing but scope, owner and reason. */
  static BiFunction<BodyFields, Caller, ModelRequest> reading(Target target) {
    return (body, caller) -> read(body, caller, Optional.of(target));
  }

  /** Reads a body that says for which share of the proxies. */
  static ModelRequest canary(BodyFields body, Caller caller) {
    OptionalInt percent = percent(body, "proxyPercent", "for which share of the proxies, 1…100");
    if (percent.isPresent() && (percent.getAsInt() < 1 || percent.getAsInt() > 100)) {
      body.reject("proxyPercent", "%d is not in 1…100".formatted(percent.getAsInt()));
    }
    return read(
        body,
        caller,
        percent.isPresent() && !body.rejected("proxyPercent")
            ? Optional.of(new Target.Canary(percent.getAsInt()))
            : Optional.empty());
  }

  /** Reads a body that says how much of a canary's weights counts. */
  static ModelRequest blend(BodyFields body, Caller caller) {
    OptionalInt percent = percent(body, "blendPercent", "how much of it: 1, 5, 25, 50 or 100");
    Optional<Target> target = Optional.empty();
    if (percent.isPresent()) {
      try {
        target = Optional.of(new Target.Step(Blend.ofPercent(percent.getAsInt())));
      } catch (IllegalArgumentException e) {
        body.reject("blendPercent", String.valueOf(e.getMessage()));
      }
    }
    return read(body, caller, target);
  }

  private static ModelRequest read(BodyFields body, Caller caller, Optional<Target> target) {
    Optional<ServingScope> scope = scope(body);
    Author author = Author.read(body, caller);
    body.finish();
    return new ModelRequest(scope.orElseThrow(), target.orElseThrow(), author);
  }

  private static Optional<ServingScope> scope(BodyFields body) {
    Optional<ClusterId> cluster = body.parsed("cluster", ClusterId::new);
    boolean everything = body.truth("everything").orElse(false);
    if (body.rejected("cluster") || body.rejected("everything")) {
      return Optional.empty();
    }
    if (everything && cluster.isPresent()) {
      body.reject("everything", "is true, so cluster must not be given");
      return Optional.empty();
    }
    if (!everything && cluster.isEmpty()) {
      body.reject("cluster", "is missing; to mean every cluster, say \"everything\": true");
      return Optional.empty();
    }
    return Optional.of(cluster.map(ServingScope::of).orElse(ServingScope.EVERYTHING));
  }

  private static OptionalInt percent(BodyFields body, String field, String meaning) {
    Optional<Integer> value = body.integer(field);
    if (value.isEmpty() && !body.rejected(field)) {
      body.reject(field, "is missing; say " + meaning);
    }
    return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /**
   * Who changes models, and why.
   *
   * @param actor as the history names it, with where the call came from
   * @param reason why
   */
  record Author(String actor, String reason) {
    /** Reads {@code owner} and {@code reason}; what is wrong with them is noted. */
    static Author read(Fields fields, Caller caller) {
      boolean personal = caller.principal().personal();
      Optional<String> owner = fields.text("owner");
      if (owner.isPresent() || !personal) {
        OverrideRequest.checkText(
            fields, "owner", owner, ModelActor.MAX_PERSON, "who answers for it");
      }
      Optional<String> reason = fields.text("reason");
      OverrideRequest.checkText(fields, "reason", reason, MAX_REASON, "why");
      String name = caller.principal().name();
      String person = owner.map(String::strip).orElse(name);
      String origin = caller.actor().origin();
      boolean self = personal && person.equals(name);
      return new Author(
          ModelActor.named(person, self ? origin : name + ", " + origin),
          reason.map(String::strip).orElse(""));
    }
  }
}

package io.adaptivelb.registry;

import io.adaptivelb.registry.RegistryException.Reason;
import io.adaptivelb.registry.Stage.Active;
import io.adaptivelb.registry.Stage.Canary;
import io.adaptivelb.registry.Stage.Candidate;
import io.adaptivelb.registry.Stage.Retired;
import io.adaptivelb.registry.Stage.Shadow;
import io.adaptivelb.rollout.Blend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which version may go where: the rules, without a disk. Every method returns the moves of one change, or throws {@link
 * RegistryException} ({@code ILLEGAL_TRANSITION}) naming the stage and what would be allowed.
 *
 * <pre>
 * candidate → shadow → canary 1 → 5 → 25 → 50 → 100 % → active → retired
 *         shadow, canary, active → rolled back     any → retired
 * </pre>
 *
 * A scope that nothing serves yet takes its first model from anywhere: there is nobody to compare it with.
 */
final class Lifecycle {
  private final HistoryState state;
  private final ServingScope scope;

  Lifecycle(HistoryState state, ServingScope scope) {
    this.state = state;
    this.scope = scope;
  }

  /** Into the shadow. */
  List<Move> shadow(VersionId version) {
    if (!(stage(version) instanceof Candidate)) {
      throw illegal(version, "only a candidate goes into the shadow");
    }
    requireVacant(Shadow.class, version);
    return List.of(Move.of(version, Stage.SHADOW));
  }

  /** The first step of the canary. */
  List<Move> canary(VersionId version, int percent) {
    if (!(stage(version) instanceof Shadow)) {
      throw illegal(version, "only a shadow becomes a canary");
    }
    requireVacant(Canary.class, version);
    return List.of(Move.of(version, new Canary(Blend.ONE, percent)));
  }

  /** Another step of the canary: one up, or any down. */
  List<Move> blend(VersionId version, Blend to) {
    if (!(stage(version) instanceof Canary canary)) {
      throw illegal(version, "only a canary has a blend");
    }
    boolean up = to.compareTo(canary.blend()) > 0;
    if (to == canary.blend() || (up && !canary.blend().next().equals(Optional.of(to)))) {
      throw illegal(
          version,
          "from %d %% it goes one step up%s, or any down, not to %d %%"
              .formatted(
                  canary.blend().percent(),
                  canary
                      .blend()
                      .next()
                      .map(next -> ", to " + next.percent() + " %")
                      .orElse(""),
                  to.percent()));
    }
    return List.of(Move.of(version, new Canary(to, canary.percent())));
  }

  /** Becomes the active one; the active one retires. */
  List<Move> promote(VersionId version) {
    Stage stage = stage(version);
    Optional<VersionId> active = state.find(scope, Active.class);
    boolean through = stage instanceof Canary canary && canary.blend() == Blend.ALL;
    boolean first = !served() && !(stage instanceof Retired);
    if (stage instanceof Active || !(through || first)) {
      throw illegal(
          version, "only a canary at 100 %, or the first model of a scope, becomes active");
    }
    List<Move> moves = new ArrayList<>();
    active.ifPresent(old -> moves.add(
        Move.of(old, new Retired(false, "version %s took its place".formatted(version)))));
    moves.add(Move.of(version, Stage.ACTIVE));
    return moves;
  }

  /**
   * Out, because it is bad. When it was the active one, the last one that served before and is intact comes back.
   *
   * @param intact whether a version's files are as they were written
   */
  List<Move> rollback(VersionId version, String reason, Predicate<VersionId> intact) {
    Stage stage = stage(version);
    if (stage instanceof Candidate || stage instanceof Retired) {
      throw illegal(version, "only a shadow, a canary or the active version is rolled back");
    }
    List<Move> moves = new ArrayList<>();
    moves.add(Move.of(version, new Retired(true, reason)));
    if (stage instanceof Active) {
      state.earlier(scope).stream()
          .filter(intact)
          .findFirst()
          .ifPresent(earlier -> moves.add(Move.of(earlier, Stage.ACTIVE)));
    }
    return moves;
  }

  /** Out, for whatever reason; nothing takes its place. */
  List<Move> retire(VersionId version, String reason) {
    if (stage(version) instanceof Retired) {
      throw illegal(version, "it is retired");
    }
    return List.of(Move.of(version, new Retired(false, reason)));
  }

  /** Makes sure that nobody needs the files of a version. */
  static void requireRemovable(HistoryState state, VersionId version) {
    state.stages(version).forEach((scope, stage) -> {
      Lifecycle lifecycle = new Lifecycle(state, scope);
      if (!(stage instanceof Candidate || stage instanceof Retired)) {
        throw lifecycle.illegal(version, "only a candidate or a retired version is removed");
      }
      if (state.earlier(scope).stream().findFirst().equals(Optional.of(version))) {
        throw lifecycle.illegal(version, "it is what a roll-back would bring back");
      }
    });
  }

  private Stage stage(VersionId version) {
    return state.stage(version, scope);
  }

  private boolean served() {
    return state.find(scope, Active.class).isPresent()
        || state.find(ServingScope.EVERYTHING, Active.class).isPresent();
  }

  private void requireVacant(Class<? extends Stage> kind, VersionId version) {
    state.find(scope, kind).ifPresent(other -> {
      throw illegal(
          version,
          "%s is the %s of this scope; promote, roll back or retire it first"
              .formatted(other, state.stage(other, scope).label()));
    });
  }

  private RegistryException illegal(VersionId version, String rule) {
    return new RegistryException(
        Reason.ILLEGAL_TRANSITION,
        "version %s is %s in scope %s: %s"
            .formatted(version, describe(stage(version)), scope, rule));
  }

  private static String describe(Stage stage) {
    return stage instanceof Canary canary
        ? "canary at %d %%".formatted(canary.blend().percent())
        : stage.label();
  }
}

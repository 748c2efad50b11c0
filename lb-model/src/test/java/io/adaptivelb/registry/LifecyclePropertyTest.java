package io.adaptivelb.registry;

import static io.adaptivelb.registry.Models.CHECKOUT;
import static io.adaptivelb.registry.Models.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.rollout.Blend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Thousands of random wishes: what is granted keeps the invariants, and what is refused changes nothing. */
class LifecyclePropertyTest {
  private static final List<VersionId> VERSIONS =
      List.of(new VersionId("a"), new VersionId("b"), new VersionId("c"), new VersionId("d"));
  private static final List<ServingScope> SCOPES =
      List.of(ServingScope.EVERYTHING, ServingScope.of(CHECKOUT));
  private static final List<BiFunction<Lifecycle, Wish, List<Move>>> ACTIONS = List.of(
      (lifecycle, wish) -> lifecycle.shadow(wish.version),
      (lifecycle, wish) -> lifecycle.canary(wish.version, 10),
      (lifecycle, wish) -> lifecycle.blend(wish.version, wish.blend),
      (lifecycle, wish) -> lifecycle.blend(wish.version, wish.blend),
      (lifecycle, wish) -> lifecycle.promote(wish.version),
      (lifecycle, wish) -> lifecycle.rollback(wish.version, "bad", wish.intact::equals),
      (lifecycle, wish) -> lifecycle.retire(wish.version, "old"));

  private record Wish(VersionId version, Blend blend, VersionId intact) {}

  @Property(tries = 300)
  void anySequenceOfWishes_keepsTheInvariants(@ForAll long seed) {
    Random random = new Random(seed);
    HistoryState state = admitted();
    int granted = 0;
    for (int i = 0; i < 200; i++) {
      ServingScope scope = pick(random, SCOPES);
      Wish wish = new Wish(
          pick(random, VERSIONS), pick(random, List.of(Blend.values())), pick(random, VERSIONS));
      Map<VersionId, Stage> before = stages(state, scope);
      try {
        List<Move> moves = pick(random, ACTIONS).apply(new Lifecycle(state, scope), wish);
        state.apply(HistoryEntry.moves(change("x"), "move", wish.version, scope, moves)
            .numbered(state.sequence() + 1));
        granted++;
        assertLegal(before, stages(state, scope), wish.version);
      } catch (RegistryException e) {
        assertThat(e.reason()).isEqualTo(RegistryException.Reason.ILLEGAL_TRANSITION);
        assertThat(stages(state, scope)).isEqualTo(before);
      }
      SCOPES.forEach(any -> assertInvariants(state, any));
    }
    assertThat(granted).isPositive();
  }

  /** The history may have lost lines to damage: whatever is left, no scope has two of a kind. */
  @Property(tries = 300)
  void anySubsetOfAHistory_keepsTheInvariants(@ForAll long seed) {
    Random random = new Random(seed);
    HistoryState whole = admitted();
    HistoryState damaged = admitted();
    for (int i = 0; i < 200; i++) {
      ServingScope scope = pick(random, SCOPES);
      Wish wish = new Wish(
          pick(random, VERSIONS), pick(random, List.of(Blend.values())), pick(random, VERSIONS));
      try {
        List<Move> moves = pick(random, ACTIONS).apply(new Lifecycle(whole, scope), wish);
        HistoryEntry entry = HistoryEntry.moves(change("x"), "move", wish.version, scope, moves)
            .numbered(whole.sequence() + 1);
        whole.apply(entry);
        if (random.nextInt(4) > 0) {
          damaged.apply(entry);
        }
      } catch (RegistryException e) {
        continue;
      }
      SCOPES.forEach(any -> assertInvariants(damaged, any));
    }
  }

  private static void assertInvariants(HistoryState state, ServingScope scope) {
    for (Class<? extends Stage> kind :
        List.of(Stage.Active.class, Stage.Canary.class, Stage.Shadow.class)) {
      assertThat(stages(state, scope).values().stream().filter(kind::isInstance).count())
          .as("%s of %s", kind.getSimpleName(), scope)
          .isLessThanOrEqualTo(1);
    }
    for (VersionId earlier : state.earlier(scope)) {
      assertThat(state.stage(earlier, scope))
          .isInstanceOfSatisfying(
              Stage.Retired.class, retired -> assertThat(retired.rolledBack()).isFalse());
    }
  }

  /** A canary's blend never rises by more than a step, and nobody becomes active past the steps while another serves. */
  private static void assertLegal(
      Map<VersionId, Stage> before, Map<VersionId, Stage> after, VersionId version) {
    Stage from = before.get(version);
    Stage to = after.get(version);
    if (to instanceof Stage.Canary canary) {
      Blend highest = from instanceof Stage.Canary earlier
          ? earlier.blend().next().orElse(Blend.ALL)
          : Blend.ONE;
      assertThat(canary.blend()).isLessThanOrEqualTo(highest);
    }
    if (to instanceof Stage.Active && before.containsValue(Stage.ACTIVE)) {
      assertThat(from).isEqualTo(new Stage.Canary(Blend.ALL, 10));
    }
    if (from instanceof Stage.Retired) {
      assertThat(to).isEqualTo(from);
    }
  }

  private static HistoryState admitted() {
    HistoryState state = new HistoryState();
    for (VersionId version : VERSIONS) {
      state.apply(
          HistoryEntry.admit(change("x"), version, "0".repeat(64)).numbered(state.sequence() + 1));
    }
    return state;
  }

  private static Map<VersionId, Stage> stages(HistoryState state, ServingScope scope) {
    Map<VersionId, Stage> stages = new HashMap<>();
    VERSIONS.forEach(version -> stages.put(version, state.stage(version, scope)));
    return stages;
  }

  private static <T> T pick(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}

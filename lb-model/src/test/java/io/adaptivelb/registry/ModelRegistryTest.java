package io.adaptivelb.registry;

import static io.adaptivelb.registry.Models.ALL;
import static io.adaptivelb.registry.Models.CHECKOUT;
import static io.adaptivelb.registry.Models.NO_OBJECTION;
import static io.adaptivelb.registry.Models.activate;
import static io.adaptivelb.registry.Models.change;
import static io.adaptivelb.registry.Models.climb;
import static io.adaptivelb.registry.Models.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.registry.RegistryException.Reason;
import io.adaptivelb.rollout.Blend;
import io.adaptivelb.rollout.Decision;
import io.adaptivelb.rollout.Guardrail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {
  private static final ServingScope HERE = ServingScope.of(CHECKOUT);

  @TempDir
  private Path folder;

  private ModelRegistry registry;

  @BeforeEach
  void open() {
    registry = ModelRegistry.open(folder, RegistryLimits.DEFAULTS, "test");
  }

  @Test
  void put_isACandidateThatReadsBackAsItWas() {
    ModelDraft draft = draft(1);

    VersionId version = registry.put(draft, NO_OBJECTION, change("trained"));
    open();

    assertThat(version.value()).startsWith("20261125-151200-");
    assertThat(registry.versions()).containsExactly(new VersionInfo(version, Map.of()));
    assertThat(registry.stageOf(version, ALL)).isEqualTo(Stage.CANDIDATE);
    ModelContent content = registry.load(version);
    assertThat(content.manifest()).isEqualTo(registry.manifest(version));
    assertThat(content.manifest().parameters()).isEqualTo(draft.parameters());
    assertThat(content.manifest().metrics()).isEqualTo(draft.metrics());
    assertThat(content.manifest().provenance()).isEqualTo(draft.provenance());
    assertThat(content.file("demand.ubj")).isEqualTo(Models.bytes("demand 1"));
    assertThat(folder.resolve(version.value()).resolve("manifest.json")).exists();
    assertThat(registry.problems()).isEmpty();
  }

  @Test
  void put_theSameModelTwice_isOneVersion() {
    VersionId first = registry.put(draft(1), NO_OBJECTION, change("trained"));

    assertThat(registry.put(draft(1), NO_OBJECTION, change("again"))).isEqualTo(first);
    assertThat(registry.put(draft(2), NO_OBJECTION, change("other"))).isNotEqualTo(first);
    assertThat(registry.versions()).hasSize(2);
    assertThat(registry.history()).hasSize(2);
  }

  @Test
  void put_objections_areAllNamedAndNothingIsKept() {
    Validator strict = content -> List.of("tree 3 is not monotone", "schema v0 is not ours");

    assertRefused(draft(1), strict, "tree 3 is not monotone; schema v0 is not ours");
    assertThat(registry.versions()).isEmpty();
    assertThat(registry.history()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void put_brokenValidator_isAnObjection() {
    assertRefused(
        draft(1),
        content -> {
          throw new IllegalStateException("unexpected end");
        },
        "unexpected end");
    assertRefused(draft(1), content -> descend(100_000_000), "StackOverflowError");
  }

  /** As deep as a hostile file may nest. */
  private static List<String> descend(int depth) {
    return depth == 0 ? List.of() : new ArrayList<>(descend(depth - 1));
  }

  @Test
  void put_unknownParent_isRefused() {
    ModelDraft orphan = withParent(draft(1), new VersionId("20200101-000000-000000000000"));

    assertRefused(
        orphan, NO_OBJECTION, "its parent 20200101-000000-000000000000 is not in the registry");
    VersionId parent = registry.put(draft(1), NO_OBJECTION, change("trained"));
    VersionId child = registry.put(withParent(draft(2), parent), NO_OBJECTION, change("trained"));
    assertThat(registry.manifest(child).parent()).contains(parent);
  }

  @Test
  void wholeWay_isInForceAndInTheHistory() {
    VersionId old = activate(registry, 1, ALL);
    VersionId version = registry.put(draft(2), NO_OBJECTION, change("trained"));
    registry.stage(version, ALL, change("try"));
    assertThat(registry.assignment(CHECKOUT).shadow()).contains(version);
    climb(registry, version, ALL);

    Assignment assignment = registry.assignment(CHECKOUT);
    assertThat(assignment.active()).contains(old);
    assertThat(assignment.canary())
        .contains(new Assignment.CanaryVersion(version, new Stage.Canary(Blend.ALL, 50), ALL));
    registry.promote(version, ALL, change("good"));

    open();
    assertThat(registry.assignment(CHECKOUT))
        .isEqualTo(new Assignment(Optional.of(version), Optional.empty(), Optional.empty()));
    assertThat(registry.stageOf(old, ALL))
        .isEqualTo(new Stage.Retired(false, "version %s took its place".formatted(version)));
    Transition last = registry.history().getLast();
    assertThat(last.action()).isEqualTo("promote");
    assertThat(last.stages()).containsOnlyKeys(old, version);
    assertThat(last.change()).isEqualTo(change("good"));
    assertThat(last.sequence()).isEqualTo(registry.sequence());
  }

  @Test
  void rollback_ofACanary_leavesTheActiveOne() {
    VersionId old = activate(registry, 1, ALL);
    VersionId version = registry.put(draft(2), NO_OBJECTION, change("trained"));
    registry.stage(version, ALL, change("try"));
    registry.startCanary(version, ALL, 10, change("try"));

    registry.rollback(version, ALL, new Change("guardrail", "p99 1.31", Models.TIME));

    assertThat(registry.assignment(CHECKOUT).active()).contains(old);
    assertThat(registry.assignment(CHECKOUT).canary()).isEmpty();
    assertThat(registry.stageOf(version, ALL)).isEqualTo(new Stage.Retired(true, "p99 1.31"));
  }

  @Test
  void rollback_ofTheActive_bringsBackTheLastThatWasNotRolledBack() {
    VersionId first = activate(registry, 1, ALL);
    VersionId second = activate(registry, 2, ALL);
    VersionId third = activate(registry, 3, ALL);
    registry.rollback(third, ALL, change("bad"));
    assertThat(registry.assignment(CHECKOUT).active()).contains(second);
    VersionId fourth = activate(registry, 4, ALL);
    registry.rollback(fourth, ALL, change("bad"));
    assertThat(registry.assignment(CHECKOUT).active()).contains(second);
    registry.rollback(second, ALL, change("bad too"));
    assertThat(registry.assignment(CHECKOUT).active()).contains(first);
    registry.rollback(first, ALL, change("all bad"));
    assertThat(registry.assignment(CHECKOUT).active()).isEmpty();
    assertThat(registry.serving(CHECKOUT)).isEqualTo(new Serving.None(List.of()));
  }

  @Test
  void clusterScope_goesBeforeTheOneForAll() {
    VersionId all = activate(registry, 1, ALL);
    VersionId own = registry.put(draft(2), NO_OBJECTION, change("trained"));
    assertIllegal(() -> registry.promote(own, HERE, change("now")), "only a canary at 100 %");
    activate(registry, 2, HERE);

    assertThat(registry.assignment(CHECKOUT).active()).contains(own);
    assertThat(registry.assignment(new ClusterId("cart")).active()).contains(all);
    registry.retire(own, HERE, change("not needed"));
    assertThat(registry.assignment(CHECKOUT).active()).contains(all);
    assertThat(registry.stageOf(own, ALL)).isEqualTo(Stage.CANDIDATE);
  }

  @Test
  void illegalTransitions_nameTheStageAndTheRule() {
    VersionId active = activate(registry, 1, ALL);
    VersionId version = registry.put(draft(2), NO_OBJECTION, change("trained"));
    VersionId other = registry.put(draft(3), NO_OBJECTION, change("trained"));

    assertIllegal(
        () -> registry.startCanary(version, ALL, 10, change("x")),
        "version %s is candidate in scope *: only a shadow becomes a canary".formatted(version));
    assertIllegal(() -> registry.stage(active, ALL, change("x")), "is active");
    assertIllegal(() -> registry.rollback(version, ALL, change("x")), "is candidate");
    registry.stage(version, ALL, change("x"));
    assertIllegal(
        () -> registry.stage(other, ALL, change("x")),
        "%s is the shadow of this scope; promote, roll back or retire it first".formatted(version));
    registry.startCanary(version, ALL, 10, change("x"));
    assertIllegal(
        () -> registry.blend(version, ALL, Blend.QUARTER, change("x")),
        "is canary at 1 % in scope *: from 1 % it goes one step up, to 5 %, or any down, not to 25 %");
    assertIllegal(() -> registry.blend(version, ALL, Blend.ONE, change("x")), "not to 1 %");
    assertIllegal(() -> registry.promote(version, ALL, change("x")), "only a canary at 100 %");
    registry.blend(version, ALL, Blend.FIVE, change("x"));
    registry.blend(version, ALL, Blend.ONE, change("down"));
    registry.retire(version, ALL, change("x"));
    assertIllegal(() -> registry.retire(version, ALL, change("x")), "it is retired");
    assertIllegal(() -> registry.stage(version, ALL, change("x")), "only a candidate");
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> registry.stage(new VersionId("nobody"), ALL, change("x")))
        .withMessage("there is no version nobody")
        .returns(Reason.UNKNOWN_VERSION, RegistryException::reason);
  }

  @Test
  void remove_deletesTheFilesOfWhatNobodyNeeds() {
    VersionId first = activate(registry, 1, ALL);
    VersionId second = activate(registry, 2, ALL);
    VersionId third = activate(registry, 3, ALL);

    assertIllegal(() -> registry.remove(third, change("x")), "only a candidate or a retired");
    assertIllegal(() -> registry.remove(second, change("x")), "a roll-back would bring back");
    registry.remove(first, change("old"));

    assertThat(folder.resolve(first.value())).doesNotExist();
    assertThat(registry.versions()).extracting(VersionInfo::version).containsExactly(second, third);
    assertThat(registry.history().getLast().action()).isEqualTo("remove");
    assertThat(registry.problems()).isEmpty();
    assertThat(registry.put(draft(1), NO_OBJECTION, change("back"))).isEqualTo(first);
    assertThat(registry.stageOf(first, ALL)).isEqualTo(Stage.CANDIDATE);
  }

  @Test
  void otherRegistry_onTheSameFolder_seesEveryChange() {
    ModelRegistry other = ModelRegistry.open(folder, RegistryLimits.DEFAULTS, "other");
    long before = other.sequence();

    VersionId version = activate(registry, 1, ALL);

    assertThat(other.sequence()).isGreaterThan(before);
    assertThat(other.assignment(CHECKOUT).active()).contains(version);
    other.rollback(version, ALL, change("bad"));
    assertThat(registry.assignment(CHECKOUT).active()).isEmpty();
    assertThat(registry.history()).isEqualTo(other.history());
  }

  @Test
  void change_onAnInterruptedThread_isStillDurable() {
    Thread.currentThread().interrupt();
    VersionId version = registry.put(draft(1), NO_OBJECTION, change("trained"));
    registry.promote(version, ALL, change("the first"));

    assertThat(Thread.interrupted()).isTrue();
    open();
    assertThat(registry.assignment(CHECKOUT).active()).contains(version);
  }

  @Test
  void shipping_carriesOutEveryKindOfDecision() {
    VersionId old = activate(registry, 1, ALL);
    VersionId version = registry.put(draft(2), NO_OBJECTION, change("trained"));
    registry.stage(version, ALL, change("try"));
    Shipping shipping = new Shipping(registry, 10);

    assertThat(shipping.carryOut(new Decision.Hold("wait"), version, ALL, Models.TIME))
        .isFalse();
    assertThat(shipping.carryOut(
            new Decision.Advance(Blend.ONE, "60 ticks"), version, ALL, Models.TIME))
        .isTrue();
    shipping.carryOut(new Decision.Advance(Blend.FIVE, "p99 equal"), version, ALL, Models.TIME);
    assertThat(registry.stageOf(version, ALL)).isEqualTo(new Stage.Canary(Blend.FIVE, 10));
    shipping.carryOut(
        new Decision.RollBack(Guardrail.LATENCY, 9, "p99 2 ms, 1 ms elsewhere"),
        version,
        ALL,
        Models.TIME);
    assertThat(registry.stageOf(version, ALL))
        .isEqualTo(new Stage.Retired(true, "latency: p99 2 ms, 1 ms elsewhere"));
    assertThat(registry.assignment(CHECKOUT).active()).contains(old);
    assertThat(registry.history().getLast().change().actor()).isEqualTo("guardrails");

    VersionId good = registry.put(draft(3), NO_OBJECTION, change("trained"));
    registry.stage(good, ALL, change("try"));
    climb(registry, good, ALL);
    shipping.carryOut(new Decision.Promote("x".repeat(600)), good, ALL, Models.TIME);
    assertThat(registry.assignment(CHECKOUT).active()).contains(good);
  }

  @Test
  void put_moreThanAllowed_isRefused() {
    RegistryLimits two = new RegistryLimits(1 << 20, 2, 100, 150, 2, Duration.ofSeconds(1));
    registry = ModelRegistry.open(folder, two, "test");

    assertRefused(
        draft(Map.of("a", new byte[1], "b", new byte[1], "c", new byte[1])),
        NO_OBJECTION,
        "number of files is 3; it must be in 1…2");
    assertRefused(
        draft(Map.of("a", new byte[101])), NO_OBJECTION, "bytes of a is 101; it must be in 0…100");
    assertRefused(
        draft(Map.of("a", new byte[100], "b", new byte[51])),
        NO_OBJECTION,
        "all files together are larger than 150 bytes");
    registry.put(draft(1), NO_OBJECTION, change("x"));
    registry.put(draft(2), NO_OBJECTION, change("x"));
    assertRefused(draft(3), NO_OBJECTION, "the registry has 2 versions, the most allowed");
  }

  @Test
  void put_foreignFolderOfThatName_isLeftAlone() throws Exception {
    VersionId version = draft(1).toContent().version();
    Path foreign = Files.createDirectory(folder.resolve(version.value()));
    Files.writeString(foreign.resolve("thesis.txt"), "the only copy");

    assertRefused(draft(1), NO_OBJECTION, foreign + " is there already");
    registry.put(draft(2), NO_OBJECTION, change("x"));
    assertThat(foreign.resolve("thesis.txt")).exists();
    assertThat(registry.problems())
        .singleElement()
        .asString()
        .contains(foreign.toString(), "not used");
  }

  private void assertRefused(ModelDraft draft, Validator validator, String what) {
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> registry.put(draft, validator, change("trained")))
        .withMessageContaining(what)
        .returns(Reason.REFUSED, RegistryException::reason);
  }

  private static void assertIllegal(Runnable action, String what) {
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(action::run)
        .withMessageContaining(what)
        .returns(Reason.ILLEGAL_TRANSITION, RegistryException::reason);
  }

  private static ModelDraft withParent(ModelDraft draft, VersionId parent) {
    return new ModelDraft(
        draft.created(),
        draft.featureSchema(),
        draft.data(),
        draft.parameters(),
        draft.metrics(),
        draft.seeds(),
        draft.provenance(),
        draft.heads(),
        draft.files(),
        Optional.of(parent));
  }
}

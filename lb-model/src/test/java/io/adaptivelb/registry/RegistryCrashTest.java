package io.adaptivelb.registry;

import static io.adaptivelb.registry.Models.ALL;
import static io.adaptivelb.registry.Models.CHECKOUT;
import static io.adaptivelb.registry.Models.NO_OBJECTION;
import static io.adaptivelb.registry.Models.change;
import static io.adaptivelb.registry.Models.climb;
import static io.adaptivelb.registry.Models.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.registry.FailingDisk.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same life of a registry, ended before, in the middle of, and after each operation on the disk, by a kill or by a power
 * failure. Whatever was acknowledged is there afterwards, the change under way is done or not done, and the registry goes on.
 */
class RegistryCrashTest {
  private static final int FOR_EVER = Integer.MAX_VALUE;
  private static final VersionId ONE = draft(1).toContent().version();
  private static final VersionId TWO = draft(2).toContent().version();
  private static final VersionId THREE = draft(3).toContent().version();

  /** A whole life, each step a change or a few. */
  private static final List<Consumer<ModelRegistry>> LIFE = List.of(
      registry -> registry.put(draft(1), NO_OBJECTION, change("trained")),
      registry -> registry.promote(ONE, ALL, change("the first")),
      registry -> registry.put(draft(2), NO_OBJECTION, change("trained")),
      registry -> registry.stage(TWO, ALL, change("try")),
      registry -> climb(registry, TWO, ALL),
      registry -> registry.promote(TWO, ALL, change("good")),
      registry -> registry.rollback(TWO, ALL, change("bad")),
      registry -> registry.put(draft(3), NO_OBJECTION, change("trained")),
      registry -> registry.remove(TWO, change("bad")),
      registry -> registry.stage(THREE, ALL, change("try")));

  @TempDir
  private Path temp;

  @Test
  void wholeLife_withoutACrash_endsAsItShould() {
    FailingDisk disk = new FailingDisk(FOR_EVER, Ending.BEFORE);
    ModelRegistry registry = open(temp, disk);
    LIFE.forEach(step -> step.accept(registry));

    assertThat(registry.assignment(CHECKOUT).active()).contains(ONE);
    assertThat(registry.assignment(CHECKOUT).shadow()).contains(THREE);
    assertThat(registry.problems()).isEmpty();
    assertThat(disk.operations()).isGreaterThan(50);
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE, false",
    "HALFWAY, false",
    "AFTER, false",
    "BEFORE, true",
    "HALFWAY, true",
    "AFTER, true"
  })
  void crash_atEveryOperation_leavesEachChangeDoneOrNotDone(Ending ending, boolean power)
      throws IOException {
    int crashes = 0;
    boolean finished = false;
    for (int last = 1; !finished; last++) {
      Path folder = Files.createDirectory(temp.resolve("life-" + last));
      finished = liveUntil(folder, last, ending, power);
      crashes += finished ? 0 : 1;
    }
    assertThat(crashes).isGreaterThan(50);
  }

  /** Whether the life came to its natural end. */
  private static boolean liveUntil(Path folder, int last, Ending ending, boolean power)
      throws IOException {
    FailingDisk disk = new FailingDisk(last, ending);
    ModelRegistry dying = open(folder, disk);
    List<Transition> acknowledged = new ArrayList<>();
    int step = 0;
    try {
      for (; step < LIFE.size(); step++) {
        LIFE.get(step).accept(dying);
        acknowledged = dying.history();
      }
    } catch (RegistryException e) {
      assertThat(e).hasMessageContaining("the process is dead");
    }
    if (power) {
      disk.losePower();
    }

    ModelRegistry registry = open(folder, new FailingDisk(FOR_EVER, Ending.BEFORE));
    String where = "operation %d, %s, step %d".formatted(last, ending, step);
    assertThat(registry.history().subList(0, acknowledged.size()))
        .as(where)
        .isEqualTo(acknowledged);
    assertUsable(registry, where);
    finish(registry, step, where);
    return disk.operations() < last;
  }

  private static void assertUsable(ModelRegistry registry, String where) {
    for (VersionInfo info : registry.versions()) {
      assertThat(registry.load(info.version()).version()).as(where).isEqualTo(info.version());
    }
    assertThat(registry.serving(CHECKOUT).problems()).as(where).isEmpty();
    assertThat(registry.problems())
        .as(where)
        .allSatisfy(problem -> assertThat(problem).contains("the next change sweeps it away"));
  }

  /** Goes on with the step that was cut short, if it was not done, and the rest; nothing of the crash remains. */
  private static void finish(ModelRegistry registry, int step, String where) {
    for (int i = step; i < LIFE.size(); i++) {
      try {
        LIFE.get(i).accept(registry);
      } catch (RegistryException e) {
        assertThat(i).as(where + ": " + e.getMessage()).isEqualTo(step);
        assertThat(e.reason())
            .as(where)
            .isIn(
                RegistryException.Reason.ILLEGAL_TRANSITION,
                RegistryException.Reason.UNKNOWN_VERSION);
        resume(registry);
      }
    }
    assertThat(registry.assignment(CHECKOUT).active()).as(where).contains(ONE);
    assertThat(registry.assignment(CHECKOUT).shadow()).as(where).contains(THREE);
    registry.put(draft(4), NO_OBJECTION, change("sweeps"));
    assertThat(registry.problems()).as(where).isEmpty();
  }

  /** The step of several changes may have been cut short between two of them. */
  private static void resume(ModelRegistry registry) {
    if (registry.versions().stream().anyMatch(info -> info.version().equals(TWO))
        && registry.stageOf(TWO, ALL) instanceof Stage.Canary canary) {
      canary.blend().next().ifPresent(next -> {
        registry.blend(TWO, ALL, next, change("good"));
        resume(registry);
      });
    }
  }

  private static ModelRegistry open(Path folder, Disk disk) {
    return ModelRegistry.open(folder, RegistryLimits.DEFAULTS, "test", disk);
  }
}

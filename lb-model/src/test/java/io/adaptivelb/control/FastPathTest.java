package io.adaptivelb.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.weights.Rail;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens between two ticks: error bursts, piles, pauses. */
class FastPathTest {
  @Test
  void run_withErrorBurst_ejectsWithinTwoBins() {
    Fleet fleet = new Fleet(8);
    fleet.ticks(3);

    fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 12, 0, 12, 0, 0)));
    var snapshot = fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 12, 0, 12, 0, 0)));

    assertThat(snapshot.or(fleet.loop::current)).isPresent();
    assertThat(fleet.line(1).rails()).contains(Rail.EJECTION);
    assertThat(fleet.weight(1)).isEqualTo(1);
  }

  @Test
  void run_withRequestsPilingUp_drainsAndThenGivesWhatItCanDo() {
    Fleet fleet = new Fleet(10);
    fleet.ticks(3);
    for (int i = 0; i < 3; i++) {
      fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 12, 6, 0, 0, 30 + 6 * i)));
    }
    assertThat(fleet.line(1).rails()).contains(Rail.HOT_CUT);
    assertThat(fleet.weight(1)).isEqualTo(50);

    fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 1, 6, 0, 0, 20)));
    assertThat(fleet.weight(1)).isEqualTo(50);
    fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 1, 6, 0, 0, 4)));
    // It answered half of what would come: 0.85 · 0.5².
    assertThat(fleet.weight(1)).isEqualTo(212);

    fleet.tick();
    assertThat(fleet.line(1).rails()).doesNotContain(Rail.HOT_CUT);
  }

  @Test
  void run_withFarMoreComingThanAnswered_drainsAfterOneBin() {
    Fleet fleet = new Fleet(10);
    fleet.ticks(3);

    fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 14, 1, 0, 0, 14)));

    assertThat(fleet.line(1).rails()).contains(Rail.HOT_CUT);
    assertThat(fleet.weight(1)).isEqualTo(50);
  }

  /** A garbage collection: it stands still, then works off all that waited. */
  @Test
  void run_afterAPause_leavesNoCutBehind() {
    Fleet fleet = new Fleet(10);
    fleet.ticks(3);
    fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 14, 1, 0, 0, 14)));
    fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 7, 0, 0, 0, 21)));
    assertThat(fleet.weight(1)).isEqualTo(50);

    fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 1, 20, 0, 0, 2)));

    assertThat(fleet.weight(1)).isEqualTo(1_000);
  }

  @Test
  void run_withReadingsThatComeLate_doesNothing() {
    Fleet fleet = new Fleet(10);
    fleet.ticks(3);
    for (int i = 0; i < 4; i++) {
      fleet.loop.accept(fleet.reading(Fleet.id(1), 14, 1, 0, 0, 40));
      fleet.now = fleet.now.plusMillis(250);
    }

    assertThat(fleet.loop.react(fleet.now.plusSeconds(3))).isEmpty();
  }

  @Test
  void run_withAPileThatNeverEnds_stopsDrainingAfterTenSeconds() {
    Fleet fleet = new Fleet(10);
    fleet.ticks(3);
    for (int i = 0; i < 3; i++) {
      fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 12, 6, 0, 0, 40)));
    }
    for (int i = 0; i < 39; i++) {
      fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 6, 6, 0, 0, 40)));
      assertThat(fleet.weight(1)).isEqualTo(50);
    }

    fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 6, 6, 0, 0, 40)));
    fleet.bin(Map.of(Fleet.id(1), fleet.reading(Fleet.id(1), 6, 6, 0, 0, 40)));

    assertThat(fleet.weight(1)).isGreaterThan(100);
  }

  /** Time-outs in a pile are cured by less load; an ejection would leave nothing to see it recover by. */
  @Test
  void run_withTimeOutsInAPile_doesNotEject() {
    Fleet fleet = new Fleet(10);
    fleet.ticks(3);
    // A pile comes before its first time-out.
    fleet.bin(Map.of(Fleet.id(1), fleet.timeouts(Fleet.id(1), 12, 4, 0, 40)));
    for (int i = 0; i < 8; i++) {
      fleet.bin(Map.of(Fleet.id(1), fleet.timeouts(Fleet.id(1), 12, 4, 8, 60)));
    }

    assertThat(fleet.line(1).rails()).contains(Rail.HOT_CUT).doesNotContain(Rail.EJECTION);
  }

  @Test
  void run_withTimeOutsAndNoPile_ejects() {
    Fleet fleet = new Fleet(10);
    fleet.ticks(3);
    for (int i = 0; i < 3; i++) {
      fleet.bin(Map.of(Fleet.id(1), fleet.timeouts(Fleet.id(1), 12, 4, 8, 2)));
    }

    assertThat(fleet.line(1).rails()).contains(Rail.EJECTION);
  }

  @Test
  void run_withLoadEverywhere_cutsNobody() {
    Fleet fleet = new Fleet(4);
    fleet.ticks(3);
    for (int i = 0; i < 6; i++) {
      fleet.bin(Map.of(
          Fleet.id(1), fleet.reading(Fleet.id(1), 12, 2, 0, 0, 60),
          Fleet.id(2), fleet.reading(Fleet.id(2), 12, 2, 0, 0, 60)));
    }

    assertThat(fleet.weight(1)).isEqualTo(1_000);
  }
}

package io.adaptivelb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EpisodeFoldsTest {
  private static final List<Integer> EPISODES = List.of(30, 38, 46, 54, 62, 70, 78);
  private final EpisodeFolds folds = new EpisodeFolds(400, EPISODES, 3, 60, 4);

  @Test
  void episode_isInOneFold() {
    for (int start : EPISODES) {
      for (int minute = start; minute < start + 5; minute++) {
        assertThat(folds.foldOf(minute)).isEqualTo(folds.foldOf(start));
      }
    }
  }

  @Test
  void neighbours_areInDifferentFolds() {
    for (int i = 1; i < EPISODES.size(); i++) {
      assertThat(folds.foldOf(EPISODES.get(i))).isNotEqualTo(folds.foldOf(EPISODES.get(i - 1)));
    }
  }

  @Test
  void training_keepsTheGapToWhatIsJudged() {
    for (int fold = 0; fold < folds.folds(); fold++) {
      for (int minute = 0; minute < 400; minute++) {
        if (folds.trains(minute, fold)) {
          for (int near = Math.max(0, minute - 4); near <= Math.min(399, minute + 4); near++) {
            assertThat(folds.foldOf(near)).isNotEqualTo(fold);
          }
        }
      }
    }
  }

  @Test
  void quietTime_isDealtToAllFolds() {
    Set<Integer> quiet = new HashSet<>();
    for (int minute = 150; minute < 400; minute++) {
      quiet.add(folds.foldOf(minute));
    }

    assertThat(quiet).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void nonsense_isRefused() {
    assertThatThrownBy(() -> new EpisodeFolds(10, List.of(), 1, 60, 4))
        .hasMessageContaining("1 folds");
  }
}

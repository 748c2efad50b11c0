package io.adaptivelb.dataset;

import java.util.Arrays;
import java.util.List;

/**
 * Deals the minutes of a recording out to folds by episode, so that all rows of a fault, of all pods, are in one fold: a model is judged
 * by episodes of which it has seen nothing. Immutable.
 *
 * <p>A cut lies shortly before each episode, after three quarters of the time since the last one began. What is long without an episode is
 * cut into pieces, so that every fold has some of it. Pieces go to the folds in turn; minutes that are near a fold's do not train for it.
 */
public final class EpisodeFolds {
  private final int[] foldOf;
  private final int folds;
  private final int gap;

  /**
   * Folds.
   *
   * @param minutes how many the recording has
   * @param episodes the first minutes of the episodes, in any order
   * @param folds how many, two at least
   * @param longest pieces are cut at so many minutes
   * @param gap minutes beside a fold that do not train for it
   */
  public EpisodeFolds(int minutes, List<Integer> episodes, int folds, int longest, int gap) {
    if (minutes < 1 || folds < 2 || longest < 1 || gap < 0) {
      throw new IllegalArgumentException("%d minutes, %d folds, pieces of %d, a gap of %d"
          .formatted(minutes, folds, longest, gap));
    }
    this.folds = folds;
    this.gap = gap;
    this.foldOf = new int[minutes];
    int[] starts = episodes.stream()
        .mapToInt(Integer::intValue)
        .filter(minute -> minute >= 0 && minute < minutes)
        .sorted()
        .distinct()
        .toArray();
    boolean[] cut = new boolean[minutes];
    for (int i = 1; i < starts.length; i++) {
      cut[Math.max(starts[i - 1] + 1, starts[i] - Math.max(1, (starts[i] - starts[i - 1]) / 4))] =
          true;
    }
    int fold = 0;
    int length = 0;
    for (int minute = 0; minute < minutes; minute++) {
      if (minute > 0
          && (cut[minute] || (length >= longest && !soonAfter(starts, minute, longest)))) {
        fold = (fold + 1) % folds;
        length = 0;
      }
      foldOf[minute] = fold;
      length++;
    }
  }

  /** Whether an episode began so recently that a cut here would tear it. */
  private static boolean soonAfter(int[] starts, int minute, int longest) {
    return Arrays.stream(starts)
        .anyMatch(start -> minute > start && minute - start < Math.min(10, longest));
  }

  /** How many folds there are. */
  public int folds() {
    return folds;
  }

  /** The fold that a minute is judged in. */
  public int foldOf(int minute) {
    return foldOf[minute];
  }

  /** Whether a minute may be trained on by who is judged by a fold: it is in another one, and not near. */
  public boolean trains(int minute, int fold) {
    for (int near = Math.max(0, minute - gap);
        near <= Math.min(foldOf.length - 1, minute + gap);
        near++) {
      if (foldOf[near] == fold) {
        return false;
      }
    }
    return true;
  }
}

package io.adaptivelb.heads;

import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import io.adaptivelb.prediction.Target;
import java.util.List;
import java.util.Optional;

/**
 * How good the heads of several versions are on the same examples.
 *
 * @param target what they predict
 * @param examples that tell of it
 * @param blocks of a cluster and five minutes that they are in; with fewer than {@value #FEWEST_BLOCKS} an interval says nothing
 * @param heads one a version that has such a head
 * @param differences between any two of them
 */
public record TargetComparison(
    Target target, int examples, int blocks, List<Entry> heads, List<Difference> differences) {
  /** With fewer blocks there are no verdicts. */
  public static final int FEWEST_BLOCKS = Judge.FEWEST_BLOCKS;

  /**
   * A version's head.
   *
   * @param version its name
   * @param figures how good it is; its constant is the mean of these very examples, which nobody knows in advance
   * @param loadCurve what it says of more or less planned load, where it sees that
   */
  public record Entry(String version, HeadFigures figures, Optional<LoadCurve> loadCurve) {}

  /** In a word. */
  public enum Verdict {
    /** The whole interval is above 0. */
    BETTER,
    /** The whole interval is below 0. */
    WORSE,
    /** The interval holds 0. */
    NO_DIFFERENCE,
    /** There are too few blocks for an interval. */
    TOO_LITTLE_DATA
  }

  /**
   * One version's errors beside another's, example by example.
   *
   * @param version whose
   * @param against whose it is compared with
   * @param error of the one less that of the other; below 0 it is better
   * @param gain share of the other's error that it takes away; below 0 it is worse
   * @param interval 95 % of the gain, by blocks that are drawn for both alike
   * @param verdict by whether the interval holds 0
   */
  public record Difference(
      String version,
      String against,
      double error,
      double gain,
      Interval interval,
      Verdict verdict) {}

  /** Copies. */
  public TargetComparison {
    heads = List.copyOf(heads);
    differences = List.copyOf(differences);
  }

  /** Whether the intervals say anything. */
  public boolean isTold() {
    return blocks >= FEWEST_BLOCKS;
  }
}

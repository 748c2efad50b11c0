package io.adaptivelb.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Intervals by resampling whole blocks with replacement (Künsch, 1989): neighbouring minutes of a pod are no independent rows. Seeded.
 */
public final class BlockBootstrap {
  private static final double TAIL = 0.025;

  private final List<int[]> blocks = new ArrayList<>();
  private final int rows;
  private final int resamples;

  /**
   * An interval.
   *
   * @param low its 2.5 % end
   * @param high its 97.5 % end
   */
  public record Interval(double low, double high) {}

  /**
   * Blocks of rows.
   *
   * @param blockOf the block's key, a row each
   * @param resamples how often to draw
   */
  public BlockBootstrap(List<String> blockOf, int resamples) {
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < blockOf.size(); i++) {
      members.computeIfAbsent(blockOf.get(i), key -> new ArrayList<>()).add(i);
    }
    members
        .values()
        .forEach(some -> blocks.add(some.stream().mapToInt(Integer::intValue).toArray()));
    this.rows = blockOf.size();
    this.resamples = resamples;
  }

  /**
   * The interval of a figure; draws in which it is NaN are left out.
   *
   * @param figure of how often each row was drawn
   */
  public Interval interval(ToDoubleFunction<int[]> figure) {
    SplittableRandom random = new SplittableRandom(1);
    double[] figures = new double[resamples];
    int n = 0;
    for (int r = 0; r < resamples && !blocks.isEmpty(); r++) {
      int[] times = new int[rows];
      for (int b = 0; b < blocks.size(); b++) {
        for (int row : blocks.get(random.nextInt(blocks.size()))) {
          times[row]++;
        }
      }
      double value = figure.applyAsDouble(times);
      if (!Double.isNaN(value)) {
        figures[n++] = value;
      }
    }
    if (n == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    Arrays.sort(figures, 0, n);
    return new Interval(figures[(int) (TAIL * n)], figures[(int) ((1 - TAIL) * n)]);
  }
}

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
    members.values().forEach(rows -> blocks.add(rows.stream().mapToInt(Integer::intValue).toArray()));
    this.resamples = resamples;
  }

  /** The interval of a figure of drawn rows; draws in which the figure is NaN are left out. */
  public Interval interval(ToDoubleFunction<int[]> figure) {
    if (blocks.isEmpty()) {
      return new Interval(Double.NaN, Double.NaN);
    }
    SplittableRandom random = new SplittableRandom(1);
    double[] figures = new double[resamples];
    int n = 0;
    for (int r = 0; r < resamples; r++) {
      List<int[]> drawn = new ArrayList<>();
      int size = 0;
      for (int b = 0; b < blocks.size(); b++) {
        int[] block = blocks.get(random.nextInt(blocks.size()));
        drawn.add(block);
        size += block.length;
      }
      int[] rows = new int[size];
      int at = 0;
      for (int[] block : drawn) {
        System.arraycopy(block, 0, rows, at, block.length);
        at += block.length;
      }
      double value = figure.applyAsDouble(rows);
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

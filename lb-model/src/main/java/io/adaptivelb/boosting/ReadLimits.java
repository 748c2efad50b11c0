package io.adaptivelb.boosting;

/**
 * How large a model file may be. A file comes from outside: what exceeds a limit is refused before memory is spent on it.
 *
 * @param bytes of the file
 * @param trees of all outputs together
 * @param nodes of one tree, leaves included
 * @param totalNodes of all trees; at most {@value #MAX_NODES}, what the evaluator's layout can address
 * @param depth splits from the root to a leaf
 * @param features at most {@value #MAX_FEATURES}, what the evaluator's layout can address
 * @param outputs predictions a row
 */
public record ReadLimits(
    int bytes, int trees, int nodes, int totalNodes, int depth, int features, int outputs) {
  static final int MAX_NODES = (1 << 21) - 1;
  static final int MAX_FEATURES = 1 << 10;

  /** 500 trees of depth 6 fit ten times over. */
  public static final ReadLimits DEFAULT =
      new ReadLimits(64 << 20, 10_000, 1 << 17, 2_000_000, 64, 1_024, 64);

  /** Throws {@link IllegalArgumentException} naming a limit that makes no sense. */
  public ReadLimits {
    require("bytes", bytes, Integer.MAX_VALUE);
    require("trees", trees, Integer.MAX_VALUE);
    require("nodes", nodes, Integer.MAX_VALUE);
    require("totalNodes", totalNodes, MAX_NODES);
    require("depth", depth, 256);
    require("features", features, MAX_FEATURES);
    require("outputs", outputs, Integer.MAX_VALUE);
  }

  private static void require(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException("%s %d is not in 1…%d".formatted(name, value, most));
    }
  }
}

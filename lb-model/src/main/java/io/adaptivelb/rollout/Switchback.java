package io.adaptivelb.rollout;

import static io.adaptivelb.domain.Ranges.requireInRange;

/**
 * A comparison in time, where there is but one cluster and one proxy: blocks of ticks with the canary's weights and with the
 * old ones, a pair at a time, in an order drawn for each pair, so that neither a trend nor a period of the load favours one.
 * The first ticks of a block are left out, because queues remember. What clients saw in the two blocks of a pair, added up,
 * is one {@link TickReading}. Immutable.
 *
 * @param blockTicks length of a block; 2…10 000
 * @param washOutTicks how many of them are left out after a switch; less than blockTicks
 * @param seed of the order
 */
public record Switchback(int blockTicks, int washOutTicks, long seed) {
  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public Switchback {
    requireInRange("blockTicks", blockTicks, 2, 10_000);
    requireInRange("washOutTicks", washOutTicks, 0, blockTicks - 1);
  }

  /** Whether the canary's weights are in force in a tick, counted from 0. */
  public boolean canary(long tick) {
    long block = Math.floorDiv(tick, blockTicks);
    boolean first = Math.floorMod(block, 2) == 0;
    boolean canaryFirst = (CanaryGroup.mixed(seed + Math.floorDiv(block, 2)) & 1) == 0;
    return first == canaryFirst;
  }

  /**
   * Whether what clients saw in a tick counts. The first ticks of every block do not, also where nothing was switched: otherwise
   * the two of a pair would look at different parts of whatever comes by the minute.
   */
  public boolean counts(long tick) {
    return Math.floorMod(tick, blockTicks) >= washOutTicks;
  }
}

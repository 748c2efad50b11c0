package io.adaptivelb.rollout;

import java.time.Instant;
import java.util.Optional;

/** Sorts what clients saw of one cluster into blocks with and without the canary, and joins a pair of blocks. Not thread-safe. */
final class Crossover {
  private final Switchback blocks;

  /** The tick whose weights are about to be chosen. */
  private long coming;

  private GroupReading canary = GroupReading.NONE;
  private GroupReading rest = GroupReading.NONE;
  private double canaryChurn;
  private double restChurn;
  private int ticks;

  Crossover(Switchback blocks) {
    this.blocks = blocks;
  }

  /** Whether the canary has its share of the weights that are about to be chosen. */
  boolean canary() {
    return blocks.canary(coming);
  }

  /**
   * Takes a tick whose weights were chosen.
   *
   * @param clients what they saw since the tick before: it answers to the weights that were chosen then
   * @param moved how much of the traffic the blended weights moved, whoever's were published
   * @param movedOtherwise the same of the active model's
   * @return a pair of blocks, when one is complete
   */
  Optional<TickReading> observe(
      Instant time, GroupReading clients, double moved, double movedOtherwise) {
    long seen = coming - 1;
    coming++;
    canaryChurn += moved;
    restChurn += movedOtherwise;
    ticks++;
    if (seen < 0) {
      return Optional.empty();
    }
    if (blocks.counts(seen)) {
      if (blocks.canary(seen)) {
        canary = canary.plus(clients);
      } else {
        rest = rest.plus(clients);
      }
    }
    if (Math.floorMod(seen + 1, 2 * blocks.blockTicks()) != 0) {
      return Optional.empty();
    }
    TickReading pair = new TickReading(time, canary, rest, mean(canaryChurn), mean(restChurn));
    canary = GroupReading.NONE;
    rest = GroupReading.NONE;
    canaryChurn = 0;
    restChurn = 0;
    ticks = 0;
    return Optional.of(pair);
  }

  private double mean(double churn) {
    return Math.clamp(churn / ticks, 0.0, 1.0);
  }
}

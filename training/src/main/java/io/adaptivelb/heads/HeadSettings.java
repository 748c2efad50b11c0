package io.adaptivelb.heads;

import io.adaptivelb.domain.Ranges;
import java.time.Duration;

/**
 * How heads are trained.
 *
 * @param rounds trees a head at most; 1…10 000
 * @param patience rounds without a better error on held-out examples after which a head stops growing; 1…10 000
 * @param depth of a tree at most; 1…12
 * @param learningRate what each tree adds of its own; 0.001…1
 * @param leafWeight of the examples in a leaf at least; 0…10⁶
 * @param rowShare of the examples that each tree sees; 0.05…1
 * @param columnShare of the features that each tree sees; 0.05…1
 * @param penalty on the squares of the leaves; 0…10⁶
 * @param rarity how much more a rare example may weigh than a common one; 1…100
 * @param split what separates examples to train on from those held out
 * @param folds how many times that is done; 2…10
 * @param gap between the two, in time; a minute at least
 * @param seed of all randomness
 */
public record HeadSettings(
    int rounds,
    int patience,
    int depth,
    double learningRate,
    double leafWeight,
    double rowShare,
    double columnShare,
    double penalty,
    double rarity,
    Split split,
    int folds,
    Duration gap,
    long seed) {
  /** 400 trees of depth 6 at most. */
  public static final HeadSettings DEFAULTS = new HeadSettings(
      400, 25, 6, 0.08, 50, 0.8, 0.6, 1, 10, Split.TIME, 3, Duration.ofMinutes(2), 1);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public HeadSettings {
    Ranges.requireInRange("rounds", rounds, 1, 10_000);
    Ranges.requireInRange("patience", patience, 1, 10_000);
    Ranges.requireInRange("depth", depth, 1, 12);
    Ranges.requireInRange("learningRate", learningRate, 0.001, 1);
    Ranges.requireInRange("leafWeight", leafWeight, 0, 1e6);
    Ranges.requireInRange("rowShare", rowShare, 0.05, 1);
    Ranges.requireInRange("columnShare", columnShare, 0.05, 1);
    Ranges.requireInRange("penalty", penalty, 0, 1e6);
    Ranges.requireInRange("rarity", rarity, 1, 100);
    Ranges.requireInRange("folds", folds, 2, 10);
    Ranges.requireInRange("gap", gap, Folds.LEAST_GAP, Duration.ofDays(1));
  }
}

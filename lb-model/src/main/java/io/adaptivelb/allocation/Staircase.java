package io.adaptivelb.allocation;

import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.WeightSnapshot;
import java.util.Arrays;

/**
 * One endpoint's way from the fair share to its weight: the weight after each {@link Stage}, as a multiple of the fair
 * share. It is what an explanation is read from. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // An array by stage, in the stages' order, is what a staircase is.
public final class Staircase {
  private static final Stage[] STAGES = Stage.values();

  private final double[] after = new double[STAGES.length];

  /** At the fair share. */
  public Staircase() {
    Arrays.fill(after, 1);
  }

  /** Sets the weight after a stage; later stages are taken to change nothing until they are set. */
  public void set(Stage stage, double ratio) {
    for (int i = stage.ordinal(); i < after.length; i++) {
      after[i] = ratio;
    }
  }

  /** The weight after a stage, as a multiple of the fair share. */
  public double after(Stage stage) {
    return after[stage.ordinal()];
  }

  /** The weight before a stage, as a multiple of the fair share. */
  public double before(Stage stage) {
    return stage == Stage.FAIR_SHARE ? 0 : after[stage.ordinal() - 1];
  }

  /** Whether a stage changed the weight visibly. */
  public boolean changed(Stage stage) {
    return Math.abs(after(stage) - before(stage)) > 1e-9;
  }

  /** The integer weight after a stage. */
  public int weightAfter(Stage stage) {
    return toWeight(after(stage));
  }

  /** What a stage adds to the integer weight; over all stages these add up to the last weight exactly. */
  public int contribution(Stage stage) {
    return stage == Stage.FAIR_SHARE
        ? weightAfter(stage)
        : weightAfter(stage) - toWeight(before(stage));
  }

  /** A multiple of the fair share as a weight that proxies take. */
  public static int toWeight(double ratio) {
    double weight = Math.rint(ratio * WeightSnapshot.FAIR_SHARE);
    return (int) Math.clamp(weight, EndpointWeight.MIN_WEIGHT, EndpointWeight.MAX_WEIGHT);
  }
}

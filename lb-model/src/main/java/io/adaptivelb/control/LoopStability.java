package io.adaptivelb.control;

/**
 * How stable the loop of a cluster is: weights move load, load moves telemetry, and telemetry moves the weights' targets.
 * Immutable.
 *
 * @param gain how far a tick moves a weight towards its target now: the configured gain times {@code factor}; 0…1
 * @param factor what damping leaves of the configured gain; 0.1…1
 * @param elasticity by how many per cent a target falls once the weight in force has risen by one; ≥ 0, NaN while the targets
 *     do not follow the weights visibly
 * @param delayTicks ticks that go by until a target answers, beyond the one at whose end a target can answer at all; 0…4, NaN
 *     with the elasticity
 * @param explainedRatio share of the targets' recent changes that earlier changes of weights explain; 0…1
 * @param oscillatingEndpoints endpoints whose wanted step swings to and fro
 */
public record LoopStability(
    double gain,
    double factor,
    double elasticity,
    double delayTicks,
    double explainedRatio,
    int oscillatingEndpoints) {

  /**
   * The loop's gain times elasticity from which a loop with a delay oscillates with growing amplitude: {@code 2 sin(π /
   * (2(2d+1)))}; 2 without delay, 1 at one tick, 0.62 at two.
   *
   * @param delayTicks ≥ 0
   */
  public static double limit(double delayTicks) {
    return 2 * Math.sin(Math.PI / (2 * (2 * delayTicks + 1)));
  }

  /** Whether the targets follow the weights visibly, so that elasticity and delay are known. */
  public boolean known() {
    return elasticity >= 0;
  }

  /** Whether the gain is lowered. */
  public boolean damped() {
    return factor < 1;
  }

  /** Gain times elasticity; NaN while unknown. */
  public double loopGain() {
    return gain * elasticity;
  }

  /** What {@link #loopGain} must stay below; NaN while unknown. */
  public double limit() {
    return limit(delayTicks);
  }

  /** How often the loop's gain goes into its limit: below 1 oscillations grow; NaN while unknown. */
  public double margin() {
    return limit() / loopGain();
  }
}

package io.adaptivelb.rollout;

import static io.adaptivelb.domain.Ranges.requireInRange;

/**
 * How a candidate is tried in a cluster.
 *
 * @param guardrails how careful it is
 * @param blockTicks length of a block with its weights, or without ({@link Switchback}); 2…10 000
 * @param washOutTicks how many ticks of a block are left out after a switch; less than blockTicks
 * @param maxLoss its predictions may cost so much more than they save ({@link Skill}); 0.1…1 000 000 000
 */
public record TrialSettings(
    GuardrailSettings guardrails, int blockTicks, int washOutTicks, double maxLoss) {
  /** The defaults: pairs of blocks take a minute at a tick of five seconds. */
  public static final TrialSettings DEFAULTS =
      new TrialSettings(GuardrailSettings.DEFAULTS, 6, 2, 10);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public TrialSettings {
    requireInRange("blockTicks", blockTicks, 2, 10_000);
    requireInRange("washOutTicks", washOutTicks, 0, blockTicks - 1);
    requireInRange("maxLoss", maxLoss, 0.1, 1e9);
  }

  /** The same for each of so many clusters in which one model is tried at once: the false alarms are divided among them. */
  public TrialSettings dividedAmong(int clusters) {
    return new TrialSettings(
        guardrails.withFalseAlarms(
            Math.max(1e-6, guardrails.falseAlarms() / Math.max(1, clusters))),
        blockTicks,
        washOutTicks,
        maxLoss);
  }

  /** The blocks of a step, in an order of its own. */
  Switchback blocks(long seed) {
    return new Switchback(blockTicks, washOutTicks, seed);
  }
}

package io.adaptivelb.demo.verdict;

import java.time.Duration;
import java.util.Locale;

/**
 * Whether a poisoned model was found out before it did harm.
 *
 * @param rolledBack whether it was, by itself
 * @param after so long after it was shipped; zero when it was not
 * @param guardrail by which; empty when it was not
 * @param p99Ratio p99 from its shipping to the end of the phase ÷ p99 of the same requests without it; NaN when there are none
 * @param valid whether the machine was quiet enough to tell
 */
public record PoisonVerdict(
    boolean rolledBack, Duration after, String guardrail, double p99Ratio, boolean valid) {
  /** The most that p99 may grow meanwhile. */
  public static final double MAX_P99_RATIO = 1.25;

  /**
   * Judges a phase with a poisoned model.
   *
   * @param without the same requests without it
   * @param with with it
   */
  public static PoisonVerdict of(Poison poison, Measurement without, Measurement with) {
    Duration shipped = poison.shipped();
    Duration back = poison.back();
    double ratio = with.figures().p99Millis() / without.figures().p99Millis();
    return new PoisonVerdict(
        shipped != null && back != null,
        shipped != null && back != null ? back.minus(shipped) : Duration.ZERO,
        poison.guardrail(),
        ratio,
        without.lag().acceptable() && with.lag().acceptable());
  }

  /** Whether it was found out, and p99 stayed within the limit. */
  public boolean passed() {
    return rolledBack && valid && p99Ratio <= MAX_P99_RATIO;
  }

  /** One sentence for people. */
  public String sentence() {
    String ratio = String.format(
        Locale.ROOT,
        "p99 of the same requests was %.2f× that without it (allowed: %.2f×)",
        p99Ratio,
        MAX_P99_RATIO);
    if (!rolledBack) {
      return "Failed: the poisoned model was not rolled back; " + ratio + ".";
    }
    String found = String.format(
        Locale.ROOT,
        "the poisoned model was rolled back by itself after %.0f s (guardrail: %s), and %s",
        after.toMillis() * 1e-3,
        guardrail,
        ratio);
    if (!valid) {
      return "Measurement invalid: " + found + ", but this machine was too busy to tell.";
    }
    return (passed() ? "Passed: " : "Failed: ") + found + ".";
  }
}

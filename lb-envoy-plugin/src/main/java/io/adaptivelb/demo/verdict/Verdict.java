package io.adaptivelb.demo.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What two phases prove. */
public sealed interface Verdict {
  /** Whether the goal is reached. */
  default boolean passed() {
    return this instanceof Passed;
  }

  /** One sentence for people. */
  String sentence();

  /** The goal is reached. */
  record Passed(String sentence) implements Verdict {}

  /** It is not; the sentence says by how much. */
  record Failed(String sentence) implements Verdict {}

  /** The machine was too busy to tell. */
  record Invalid(String sentence) implements Verdict {}

  /** Judges a phase with our weights against one with equal weights. */
  static Verdict of(Measurement equal, Measurement adaptive, Goal goal) {
    if (!equal.lag().acceptable() || !adaptive.lag().acceptable()) {
      return new Invalid(
          "Measurement invalid: the load generator itself was %s ms late at p99 (allowed: %s ms)."
                  .formatted(
                      one(Math.max(equal.lag().p99Millis(), adaptive.lag().p99Millis())),
                      one(Lag.LIMIT_MILLIS))
              + " This machine is too busy; try again when it is not, or with a lower --rate.");
    }
    Figures before = equal.figures();
    Figures after = adaptive.figures();
    // Not as a quotient: equal weights without an error leave nothing to divide by.
    boolean faster = after.p99Millis() <= goal.p99Ratio() * before.p99Millis();
    boolean safer = after.errorRatio() <= goal.errorRatio() * before.errorRatio();
    Ratios ratios = Ratios.of(before, after);
    if (faster && safer) {
      return new Passed("Passed: p99 fell to %s and errors to %s of what equal weights give."
          .formatted(times(ratios.p99()), times(ratios.errors())));
    }
    List<String> misses = new ArrayList<>();
    if (!faster) {
      misses.add("p99 is %s of what equal weights give (wanted: at most %s)"
          .formatted(times(ratios.p99()), times(goal.p99Ratio())));
    }
    if (!safer) {
      misses.add("the error ratio is %s (wanted: at most %s)"
          .formatted(times(ratios.errors()), times(goal.errorRatio())));
    }
    return new Failed("Failed: " + String.join(", and ", misses) + ".");
  }

  private static String times(double ratio) {
    return Double.isNaN(ratio) ? "n/a" : String.format(Locale.ROOT, "%.2f×", ratio);
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}

package io.adaptivelb.demo;

import io.adaptivelb.demo.verdict.Goal;
import io.adaptivelb.envoy.EnvoyBootstrap.Policy;
import java.time.Duration;

/**
 * What the command line asks for.
 *
 * @param duration of each of the two phases; 8 s to 1 h
 * @param policy how Envoy draws
 * @param requestsPerSecond of the load; 10 to 5,000
 * @param adapt false: the second phase has equal weights too, as a check of the demo itself
 * @param poison whether a third phase ships a poisoned model
 * @param keep whether everything goes on running at the end
 */
public record DemoSettings(
    Duration duration,
    Policy policy,
    double requestsPerSecond,
    boolean adapt,
    boolean poison,
    boolean keep) {
  private static final Duration SHORTEST = Duration.ofSeconds(8);

  /** A model takes some ticks to be found out. */
  private static final Duration SHORTEST_WITH_POISON = Duration.ofSeconds(45);

  private static final Duration LONGEST = Duration.ofHours(1);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public DemoSettings {
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("duration is %d s; it must be in %d s…%d s"
          .formatted(duration.toSeconds(), SHORTEST.toSeconds(), LONGEST.toSeconds()));
    }
    if (poison && duration.compareTo(SHORTEST_WITH_POISON) < 0) {
      throw new IllegalArgumentException(
          "duration is %d s; with a poisoned model it must be %d s or more"
              .formatted(duration.toSeconds(), SHORTEST_WITH_POISON.toSeconds()));
    }
    if (poison && !adapt) {
      throw new IllegalArgumentException("nothing adapts, so no model can be shipped");
    }
    if (!(requestsPerSecond >= 10 && requestsPerSecond <= 5_000)) {
      throw new IllegalArgumentException(
          "rate is %s requests per second; it must be in 10…5000".formatted(requestsPerSecond));
    }
  }

  /** What happens in a phase. */
  Scenario scenario() {
    return new Scenario(duration, requestsPerSecond);
  }

  /** What the second phase must reach. */
  Goal goal() {
    return switch (policy) {
      case ROUND_ROBIN -> Goal.ROUND_ROBIN;
      case LEAST_REQUEST -> Goal.LEAST_REQUEST;
    };
  }
}

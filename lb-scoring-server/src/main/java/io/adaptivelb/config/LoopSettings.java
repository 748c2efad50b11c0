package io.adaptivelb.config;

import java.time.Duration;

/**
 * The pace of the scoring loop, besides the tick of {@code control}.
 *
 * @param reactInterval how often the fast path looks at the latest readings
 * @param persistInterval how long after their publication weights are on disk at the latest
 * @param maxClusters telemetry of more clusters than this is refused
 */
public record LoopSettings(Duration reactInterval, Duration persistInterval, int maxClusters) {
  /** The pace that the control loop was tuned for. */
  public static final LoopSettings DEFAULTS =
      new LoopSettings(Duration.ofMillis(250), Duration.ofMillis(250), 1_000);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public LoopSettings {
    Rules.within("reactInterval", reactInterval, Duration.ofMillis(10), Duration.ofSeconds(5));
    Rules.within("persistInterval", persistInterval, Duration.ofMillis(10), Duration.ofSeconds(1));
    Rules.within("maxClusters", maxClusters, 1, 100_000);
  }
}

package io.adaptivelb.scoring;

/** The outcome of scoring an endpoint. */
public sealed interface Score {
  /**
   * Scored. All three are 0…100, higher is better, comparable across clusters.
   *
   * @param health the probability, in percent, that the endpoint serves the next window within its error threshold
   * @param load head-room: 100 idle, 0 at the knee of its latency curve at the load about to be sent
   * @param performance its expected latency against its peers and objective
   */
  record Scored(double health, double load, double performance) implements Score {
    /** Throws {@link IllegalArgumentException} naming a score outside 0…100. */
    public Scored {
      require("health", health);
      require("load", load);
      require("performance", performance);
    }

    private static void require(String name, double value) {
      if (!(value >= 0 && value <= 100)) {
        throw new IllegalArgumentException("%s score %s is not in 0…100".formatted(name, value));
      }
    }
  }

  /**
   * Not scored.
   *
   * @param reason for people: "no telemetry since 35 s"
   */
  record Unscored(String reason) implements Score {}
}

package io.adaptivelb.scoring;

/** The outcome of scoring an endpoint. */
public sealed interface Score {
  /**
   * Scored. All three are 0…100, higher is better, comparable across clusters.
   *
   * @param health the probability, in percent, that the endpoint serves the next window within its error threshold
   * @param load head-room: 100 idle, 0 at the knee of its latency curve at the load about to be sent
   * @param performance its expected latency against its peers and objective
   * @param source what they were concluded from
   */
  record Scored(double health, double load, double performance, Source source) implements Score {
    /** Throws {@link IllegalArgumentException} naming a score outside 0…100. */
    public Scored {
      require("health", health);
      require("load", load);
      require("performance", performance);
    }

    /** Scores without a model's part. */
    public Scored(double health, double load, double performance) {
      this(health, load, performance, Source.ANALYTIC);
    }

    private static void require(String name, double value) {
      if (!(value >= 0 && value <= 100)) {
        throw new IllegalArgumentException("%s score %s is not in 0…100".formatted(name, value));
      }
    }
  }

  /** The rungs that scores can stand on. */
  enum Source {
    /** A model had a part in at least one of the three. */
    MODEL,
    /** Telemetry, the analytic estimate and the queueing curve alone. */
    ANALYTIC
  }

  /**
   * Not scored.
   *
   * @param reason for people: "no telemetry since 35 s"
   */
  record Unscored(String reason) implements Score {}
}

package io.adaptivelb.capacity;

/** The outcome of estimating an endpoint's capacity. */
public sealed interface Estimated {
  /**
   * What an endpoint can do.
   *
   * @param basis what it was concluded from
   * @param demandSeconds service demand of one request, in core-seconds; &gt; 0
   * @param cores what the endpoint says it has; &gt; 0
   * @param effectiveCores what it is believed to have, hidden steal taken off; in (0, cores]
   * @param stretch observed sojourn time over the unloaded one; ≥ 1, or NaN without recent latency
   */
  record Estimate(
      Basis basis, double demandSeconds, double cores, double effectiveCores, double stretch)
      implements Estimated {
    /** Throws {@link IllegalArgumentException} naming a value out of range. */
    public Estimate {
      if (!(demandSeconds > 0 && cores > 0 && effectiveCores > 0)
          || Double.isInfinite(demandSeconds)
          || Double.isInfinite(cores)
          || effectiveCores > cores * (1 + 1e-9)) {
        throw new IllegalArgumentException(
            "demand %s s, cores %s, effective %s: all must be > 0 and finite, effective ≤ cores"
                .formatted(demandSeconds, cores, effectiveCores));
      }
    }

    /** Requests per second at which it would be busy all the time. */
    public double capacity() {
      return effectiveCores / demandSeconds;
    }
  }

  /**
   * Nothing can be said.
   *
   * @param reason for people: "12 successes so far, 30 are needed"
   */
  record Unknown(String reason) implements Estimated {}

  /** What an estimate rests on. */
  enum Basis {
    /** CPU time per request. */
    CPU,
    /** Latency only, since no CPU is reported: capacities are relative, utilisation is unknown. */
    LATENCY,
    /** A learned model. */
    MODEL
  }
}

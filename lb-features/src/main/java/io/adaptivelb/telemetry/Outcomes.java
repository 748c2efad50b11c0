package io.adaptivelb.telemetry;

/**
 * How the requests of one interval ended; every request is counted in exactly one component.
 *
 * @param successes answered, and not by a server error
 * @param serverErrors answered with 5xx (gRPC: the codes that mean the server failed), rejections apart
 * @param rejections refused for overload: 503 from a full queue or an open breaker, 429, RESOURCE_EXHAUSTED
 * @param timeouts given up by the client or proxy before an answer
 * @param connectionFailures never reached the endpoint: refused, reset, unreachable
 */
public record Outcomes(
    long successes, long serverErrors, long rejections, long timeouts, long connectionFailures) {
  /** No request at all. */
  public static final Outcomes NONE = new Outcomes(0, 0, 0, 0, 0);

  /** The largest count: what a cumulative counter in a double can still count one by one. */
  public static final long MAX_COUNT = 1L << 53;

  /** Throws {@link IllegalArgumentException} when a count is negative or above {@link #MAX_COUNT}. */
  public Outcomes {
    requireCount("successes", successes);
    requireCount("serverErrors", serverErrors);
    requireCount("rejections", rejections);
    requireCount("timeouts", timeouts);
    requireCount("connectionFailures", connectionFailures);
  }

  /** All requests that ended in the interval. */
  public long requests() {
    return successes + errors() + rejections;
  }

  /** The requests that failed for another reason than overload. */
  public long errors() {
    return serverErrors + timeouts + connectionFailures;
  }

  /** The sum of both; a count stays at {@link #MAX_COUNT} once it got there. */
  public Outcomes plus(Outcomes other) {
    return new Outcomes(
        Math.min(MAX_COUNT, successes + other.successes),
        Math.min(MAX_COUNT, serverErrors + other.serverErrors),
        Math.min(MAX_COUNT, rejections + other.rejections),
        Math.min(MAX_COUNT, timeouts + other.timeouts),
        Math.min(MAX_COUNT, connectionFailures + other.connectionFailures));
  }

  /**
   * The counts of the same rates over another time or volume: each times {@code factor}, rounded up, so that a failure that
   * happened never disappears.
   *
   * @param factor finite, ≥ 0
   */
  public Outcomes scaled(double factor) {
    return factor == 1
        ? this
        : new Outcomes(
            scaled(successes, factor),
            scaled(serverErrors, factor),
            scaled(rejections, factor),
            scaled(timeouts, factor),
            scaled(connectionFailures, factor));
  }

  private static long scaled(long count, double factor) {
    return Math.min(MAX_COUNT, (long) Math.ceil(count * factor * (1 - 1e-12)));
  }

  private static void requireCount(String name, long value) {
    if (value < 0 || value > MAX_COUNT) {
      throw new IllegalArgumentException(
          "%s is %d; a count is in 0…%d".formatted(name, value, MAX_COUNT));
    }
  }
}

package io.adaptivelb.demo;

import io.adaptivelb.demo.backend.BackendSpec;
import io.adaptivelb.demo.backend.Fault;
import io.adaptivelb.demo.load.ArrivalSchedule;
import java.time.Duration;
import java.util.List;

/**
 * What happens in a phase, the same in both: who the backends are, what befalls them when, and which requests come.
 *
 * <p>Fault offsets are fractions of the phase, so that a short demo shows them all. At the default rate an equal share is
 * more than {@code slow} can serve, while the fleet as a whole runs at about 60 % of its capacity.
 *
 * @param duration the length of a phase
 * @param requestsPerSecond mean rate of the Poisson arrivals
 */
public record Scenario(Duration duration, double requestsPerSecond) {
  /** The rate where the command line names none. */
  static final String DEFAULT_RATE_TEXT = "1200";

  /** What a client waits for an answer; longer counts as an error. */
  public static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** Standard deviation of the work of a request, as a multiple of its mean. */
  private static final double WORK_DEVIATION = 0.35;

  private static final int QUEUE = 48;
  private static final Duration MAX_WARM_UP = Duration.ofSeconds(15);
  private static final Duration MAX_AWAY = Duration.ofSeconds(2);
  private static final Duration MAX_SLOW_START = Duration.ofSeconds(10);
  private static final long SEED = 20_261_123;

  /**
   * The beginning of a phase that no figure counts, with equal weights as with ours: connections, caches and the loop's
   * first ticks.
   */
  public Duration warmUp() {
    return min(MAX_WARM_UP, fraction(0.25));
  }

  /** The requests of a phase. */
  public ArrivalSchedule arrivals() {
    return ArrivalSchedule.poisson(requestsPerSecond, duration, WORK_DEVIATION, SEED);
  }

  /** The seed of what the backends draw. */
  public long seed() {
    return SEED;
  }

  /** The eight backends. */
  public List<BackendSpec> backends() {
    return List.of(
        backend("fast-1", 4, 10),
        backend("fast-2", 4, 10),
        backend("slow", 2, 30),
        backend("ordinary-1", 4, 16),
        backend("ordinary-2", 4, 16),
        backend("failing", 4, 16, new Fault.FailFast(fraction(0.45), fraction(0.65), 0.7)),
        backend("neighbour", 4, 16, new Fault.NoisyNeighbour(fraction(0.3), fraction(0.85), 0.4)),
        backend(
            "restarting",
            4,
            16,
            new Fault.Restart(
                fraction(0.7),
                min(MAX_AWAY, fraction(1 / 30.0)),
                min(MAX_SLOW_START, fraction(1 / 6.0)),
                0.3)));
  }

  /** The requests per second that the whole fleet can serve at its best. */
  public double capacity() {
    return backends().stream().mapToDouble(BackendSpec::capacity).sum();
  }

  private Duration fraction(double of) {
    return Duration.ofNanos(Math.round(duration.toNanos() * of));
  }

  private static BackendSpec backend(String name, int cores, int meanMillis, Fault... faults) {
    return new BackendSpec(name, cores, Duration.ofMillis(meanMillis), QUEUE, List.of(faults));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}

package io.adaptivelb.simulator.scenario;

import static io.adaptivelb.domain.Ranges.requireInRange;
import static io.adaptivelb.domain.Ranges.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How many requests come, and when. Arrivals are a Poisson process whose rate follows the profile.
 *
 * @param utilisation the mean rate as a share of what all endpoints can do without faults; 0 when a rate is given
 * @param rate the mean rate in requests per second; 0 when a utilisation is given
 * @param profile factors of the rate at moments of the run, linear between them; the last one stays. Empty: always 1
 * @param repeat after which the profile begins anew, for a day or a week; 0: never
 * @param trace a file of lines (time, count), or with other columns a line a request, instead of the profile: its shape, scaled
 *     so that the part that is played has the mean rate; begins anew when it is over
 * @param traceFrom the part of the trace that the run begins with
 * @param speedup how much faster than recorded the trace passes; 1…100 000
 * @param bursts short bursts on top
 */
public record Load(
    double utilisation,
    double rate,
    List<Point> profile,
    Duration repeat,
    Optional<Path> trace,
    Duration traceFrom,
    double speedup,
    Bursts bursts) {
  /** What holds for keys that are not given. */
  public static final Load DEFAULTS =
      new Load(0, 0, List.of(), Duration.ZERO, Optional.empty(), Duration.ZERO, 1, Bursts.DEFAULTS);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public Load {
    if (profile.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "profile has an empty item; write {at: …, factor: …} or leave it out");
    }
    profile = List.copyOf(profile);
    requireInRange("utilisation", utilisation, 0, 20);
    requireInRange("rate", rate, 0, 1e8);
    requireInRange("speedup", speedup, 1, 100_000);
    requireInRange("traceFrom", traceFrom, Duration.ZERO, Duration.ofDays(400));
    requireInRange("repeat", repeat, Duration.ZERO, Duration.ofDays(30));
    for (int i = 1; i < profile.size(); i++) {
      if (profile.get(i).at().compareTo(profile.get(i - 1).at()) < 0) {
        throw new IllegalArgumentException("profile goes back from %s to %s; its moments must rise"
            .formatted(text(profile.get(i - 1).at()), text(profile.get(i).at())));
      }
    }
    if (!repeat.isZero() && (profile.isEmpty() || profile.getLast().at().compareTo(repeat) > 0)) {
      throw new IllegalArgumentException(
          "repeat is %s and the profile %s; it must have points, all of them before that"
              .formatted(
                  text(repeat),
                  profile.isEmpty()
                      ? "is empty"
                      : "goes on until " + text(profile.getLast().at())));
    }
    if (trace.isPresent() && !profile.isEmpty()) {
      throw new IllegalArgumentException(
          "profile and trace %s are both given; give one".formatted(trace.get()));
    }
  }

  /** Refuses a load without, or with two, of utilisation and rate. */
  void requireOne() {
    if ((utilisation > 0) == (rate > 0)) {
      throw new IllegalArgumentException(
          "load: utilisation is %s and rate is %s; give one of them, > 0"
              .formatted(utilisation, rate));
    }
  }

  Load resolved(Path folder) {
    return new Load(
        utilisation,
        rate,
        profile,
        repeat,
        trace.map(file -> folder.resolve(file.toString())),
        traceFrom,
        speedup,
        bursts);
  }

  /** The same, so many times heavier. */
  Load times(double factor) {
    return new Load(
        utilisation * factor, rate * factor, profile, repeat, trace, traceFrom, speedup, bursts);
  }

  /**
   * A moment of a profile.
   *
   * @param at since the beginning of the run
   * @param factor of the mean rate; 0…1 000
   */
  public record Point(Duration at, double factor) {
    /** The beginning, and the mean rate. */
    public static final Point DEFAULTS = new Point(Duration.ZERO, 1);

    /** Throws {@link IllegalArgumentException} naming a value out of range. */
    public Point {
      requireInRange("at", at, Duration.ZERO, Duration.ofDays(30));
      requireInRange("factor", factor, 0, 1_000);
    }
  }

  /**
   * Bursts at random moments.
   *
   * @param every mean time from one to the next; 0: none
   * @param lasts how long one lasts
   * @param factor of the rate meanwhile; 1…1 000
   */
  public record Bursts(Duration every, Duration lasts, double factor) {
    /** None. */
    public static final Bursts DEFAULTS = new Bursts(Duration.ZERO, Duration.ofMillis(500), 2);

    /** Throws {@link IllegalArgumentException} naming a value out of range. */
    public Bursts {
      requireInRange("every", every, Duration.ZERO, Duration.ofDays(1));
      requireInRange("lasts", lasts, Duration.ofMillis(1), Duration.ofHours(1));
      requireInRange("factor", factor, 1, 1_000);
    }
  }
}

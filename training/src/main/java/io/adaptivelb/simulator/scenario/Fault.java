package io.adaptivelb.simulator.scenario;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong, once or again and again.
 *
 * @param kind what
 * @param at when it first happens, since the beginning of the run
 * @param every mean time from one occurrence to the next; 0: once
 * @param regular whether occurrences keep their period exactly (a cron job); else the gaps are drawn from 0.5…1.5 of it
 * @param lasts how long in seconds, a number or a range; for a restart, how long the endpoint is down
 * @param endpoints how many are hit: below 1 a share of all, from 1 on a number
 * @param only which, by number; then {@code endpoints} of these
 * @param fixed whether the same ones are hit every time
 * @param staggered whether the hit ones are hit one after the other over the period instead of together
 * @param amount how strong, a number or a range: for STEAL and CONTENTION the share of the cores; for SLOW and SLOW_DEPENDENCY the factor by
 *     which it becomes slower; for ERRORS and FAST_ERRORS the share of requests that fail; for LEAK the share of its speed that is
 *     lost in the end
 * @param visible whether the endpoint's own CPU meter shows the stolen cores
 */
public record Fault(
    @Nullable Kind kind,
    Duration at,
    Duration every,
    boolean regular,
    Span lasts,
    double endpoints,
    List<Integer> only,
    boolean fixed,
    boolean staggered,
    Span amount,
    boolean visible) {
  /** What can go wrong. */
  public enum Kind {
    /** A neighbour takes cores: it hurts when more are needed than are left. */
    STEAL,
    /** Cores become slower: a gray failure. */
    SLOW,
    /** A neighbour takes its share of every core: it slows every request, however few there are. */
    CONTENTION,
    /** Requests fail at once. */
    FAST_ERRORS,
    /** Requests fail in the time that a success takes. */
    ERRORS,
    /** The whole process stands still: a garbage collection. */
    PAUSE,
    /** The process dies without notice, and starts again cold. */
    CRASH,
    /** The endpoint is taken off the list, stopped, started cold, and listed again. */
    DEPLOY,
    /** What it waits for downstream becomes slower. */
    SLOW_DEPENDENCY,
    /** It becomes slower and slower, until it is restarted. */
    LEAK,
    /** The control plane is down; endpoints do not matter. */
    BRAIN_OUTAGE
  }

  /** What holds for keys that are not given. */
  public static final Fault DEFAULTS = new Fault(
      null,
      Duration.ZERO,
      Duration.ZERO,
      false,
      Span.of(10),
      1,
      List.of(),
      false,
      false,
      Span.of(0),
      false);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public Fault {
    only = List.copyOf(only);
    requireInRange("at", at, Duration.ZERO, Duration.ofDays(30));
    requireInRange("every", every, Duration.ZERO, Duration.ofDays(30));
    requireInRange("endpoints", endpoints, 0, 100_000);
    lasts.requireWithin("lasts", 0, 1e7);
    switch (kind) {
      case null -> {
        // The defaults; a scenario refuses a fault without a kind.
      }
      case STEAL, CONTENTION -> amount.requireWithin("amount", 0, 0.99);
      case ERRORS, FAST_ERRORS -> amount.requireWithin("amount", 0, 1);
      case LEAK -> amount.requireWithin("amount", 0, 0.99);
      case SLOW, SLOW_DEPENDENCY -> amount.requireWithin("amount", 1, 10_000);
      case PAUSE, CRASH, DEPLOY, BRAIN_OUTAGE -> amount.requireWithin("amount", 0, 1e9);
    }
  }

  /**
   * What goes wrong.
   *
   * @throws IllegalArgumentException when nobody said
   */
  Kind what() {
    if (kind == null) {
      throw new IllegalArgumentException("a fault has no kind; write one of "
          + Arrays.stream(Kind.values())
              .map(value -> value.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", ")));
    }
    return kind;
  }
}

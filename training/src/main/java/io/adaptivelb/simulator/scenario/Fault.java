package io.adaptivelb.simulator.scenario;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong, once or again and again.
 *
 * @param kind what
 * @param at when it first happens, or its warning begins, since the beginning of the run
 * @param warning for how long it announces itself: memory fills up, and every request needs more and more CPU; 0: not at all
 * @param every mean time from one occurrence to the next; 0: once
 * @param regular whether occurrences keep their period exactly (a cron job); else the gaps are drawn from 0.5…1.5 of it
 * @param lasts how long, a time or a range; for a restart, how long the endpoint is down
 * @param endpoints how many are hit: below 1 a share of all, from 1 on a number; when not given, one, or all of {@code only}
 * @param only which, by number; then {@code endpoints} of these
 * @param fixed whether the same ones are hit every time
 * @param staggered whether the hit ones are hit one after the other over the period instead of together
 * @param amount how strong, a number or a range: for STEAL and CONTENTION the share of the cores; for SLOW and SLOW_DEPENDENCY the factor by
 *     which it becomes slower; for ERRORS and FAST_ERRORS the share of requests that fail; for LEAK the share of its speed that is
 *     lost when its memory is full
 * @param visible whether the endpoint's own CPU meter shows the stolen cores
 */
public record Fault(
    @Nullable Kind kind,
    Duration at,
    Duration every,
    boolean regular,
    Stretch warning,
    Stretch lasts,
    OptionalDouble endpoints,
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
    /** Its memory fills up, which costs little until there is hardly any left; when it is full it is killed, and starts cold. */
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
      Stretch.ofSeconds(0),
      Stretch.ofSeconds(10),
      OptionalDouble.empty(),
      List.of(),
      false,
      false,
      Span.of(0),
      false);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public Fault {
    if (only.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("only has an empty item; write numbers like [0, 3]");
    }
    only = List.copyOf(only);
    requireInRange("at", at, Duration.ZERO, Duration.ofDays(30));
    requireInRange("every", every, Duration.ZERO, Duration.ofDays(30));
    endpoints.ifPresent(count -> requireInRange("endpoints", count, 0, 100_000));
    lasts.seconds().requireWithin("lasts", 0, 1e7);
    warning.seconds().requireWithin("warning", 0, 1e5);
    if (staggered && every.isZero()) {
      throw new IllegalArgumentException(
          "staggered is true and every is 0s; the endpoints are hit one after the other over the period, so give one");
    }
    switch (kind) {
      case null -> {
        // The defaults; a scenario refuses a fault without a kind.
      }
      case STEAL, CONTENTION, LEAK -> requireAmount(amount, 0.99);
      case ERRORS, FAST_ERRORS -> requireAmount(amount, 1);
      case SLOW, SLOW_DEPENDENCY -> amount.requireWithin("amount", 1, 10_000);
      case PAUSE, CRASH, DEPLOY, BRAIN_OUTAGE -> amount.requireWithin("amount", 0, 1e9);
    }
  }

  private static void requireAmount(Span amount, double most) {
    amount.requireWithin("amount", 0, most);
    if (amount.high() == 0) {
      throw new IllegalArgumentException(
          "amount is 0; nothing would happen: it must be above 0 and at most %s".formatted(most));
    }
  }

  /** How many of so many candidates are hit. */
  int hits(int candidates) {
    if (kind == Kind.BRAIN_OUTAGE) {
      return 1;
    }
    double wanted = endpoints.orElse(only.isEmpty() ? 1 : only.size());
    if (wanted < 1) {
      wanted = wanted == 0 ? 0 : Math.max(1, Math.rint(wanted * candidates));
    }
    return (int) Math.min(wanted, candidates);
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

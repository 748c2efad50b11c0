package io.adaptivelb.simulator.scenario;

import io.adaptivelb.simulator.scenario.Fault.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What can be drawn to go wrong in a {@link Curriculum}: each a fault, or two, of its kind. */
enum Trouble {
  /** Jobs that keep their period: it shows in the past. */
  CRON,
  /** Memory shows it. */
  LEAK,
  /** The age of the process shows it. */
  DEPLOY_WAVE,
  /** A warning shows it; a third of the warnings are false. */
  PRECURSOR,
  /** Neighbours at random: nothing shows them. */
  ANTAGONISTS,
  /** Slow at random. */
  GRAY_SLOW,
  /** Failing at random. */
  ERRORS,
  /** Garbage collections. */
  PAUSES,
  /** Deaths at random. */
  CRASHES;

  /** What a model can know before it happens. */
  static final List<Trouble> LEARNABLE = List.of(CRON, LEAK, DEPLOY_WAVE, PRECURSOR);

  /** What it cannot. */
  static final List<Trouble> UNLEARNABLE = List.of(ANTAGONISTS, GRAY_SLOW, ERRORS, PAUSES, CRASHES);

  /** No more than this share of a fleet is hit at once. */
  private static final double MOST_HIT = 0.4;

  /**
   * Faults, and what they cost.
   *
   * @param faults in any order
   * @param lostRatio the share of the fleet that they take at their worst, about
   */
  record Drawn(List<Fault> faults, double lostRatio) {}

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Draws it for a fleet of so many. */
  Drawn draw(int endpoints, Dice dice) {
    int hit = dice.whole(1, (int) Math.min(8, MOST_HIT * endpoints));
    double share = (double) hit / endpoints;
    return switch (this) {
      case CRON -> cron(endpoints, hit, dice);
      case LEAK -> leak(endpoints, hit, dice);
      case DEPLOY_WAVE -> {
        Duration every = dice.seconds(60, 240);
        boolean oneByOne = dice.chance(0.4);
        yield new Drawn(
            List.of(wave(Kind.DEPLOY, every, hit, oneByOne, dice.seconds(1, 6), dice)),
            oneByOne ? Math.min(share, 2.0 / endpoints) : share);
      }
      case PRECURSOR -> precursor(hit, share, dice);
      case ANTAGONISTS -> {
        int few = dice.whole(1, 3);
        double amount = dice.between(0.4, 0.9);
        yield new Drawn(
            List.of(random(Kind.STEAL, few, dice.seconds(15, 60), 6, 25, Span.of(amount), dice)),
            2 * amount * few / endpoints);
      }
      case GRAY_SLOW ->
        new Drawn(
            List.of(random(Kind.SLOW, 1, dice.seconds(25, 90), 10, 35, dice.range(1.5, 12), dice)),
            1.0 / endpoints);
      case ERRORS -> {
        Kind kind = dice.oneOf(List.of(Kind.ERRORS, Kind.FAST_ERRORS));
        yield new Drawn(
            List.of(random(kind, 1, dice.seconds(40, 120), 8, 30, dice.range(0.1, 1), dice)),
            1.0 / endpoints);
      }
      case PAUSES ->
        new Drawn(
            List.of(random(Kind.PAUSE, 1, dice.seconds(2, 15), 0.08, 0.5, Span.of(0), dice)), 0);
      case CRASHES ->
        new Drawn(
            List.of(random(Kind.CRASH, 1, dice.seconds(50, 200), 2, 8, Span.of(0), dice)),
            1.0 / endpoints);
    };
  }

  /** One job or two, which may meet. */
  private static Drawn cron(int endpoints, int hit, Dice dice) {
    Fault first = job(endpoints, hit, dice);
    double lost = first.amount().high() * hit / endpoints;
    if (lost > 0.25 || dice.chance(0.4)) {
      return new Drawn(List.of(first), lost);
    }
    Fault second = job(endpoints, Math.max(1, hit - dice.whole(0, 2)), dice);
    return new Drawn(
        List.of(first, second), lost + second.amount().high() * second.only().size() / endpoints);
  }

  private static Fault job(int endpoints, int hit, Dice dice) {
    Duration every = dice.seconds(40, 240);
    return new Fault(
        dice.oneOf(List.of(Kind.STEAL, Kind.STEAL, Kind.CONTENTION)),
        dice.seconds(0, 60),
        every,
        true,
        Stretch.ofSeconds(0),
        new Stretch(Span.of(dice.between(8, 20))),
        OptionalDouble.empty(),
        dice.some(hit, endpoints),
        true,
        false,
        Span.of(dice.between(0.3, 0.9)),
        dice.chance(0.5));
  }

  private static Drawn leak(int endpoints, int hit, Dice dice) {
    double every = dice.between(80, 300);
    boolean oneByOne = dice.chance(0.4);
    double lasts = every * dice.between(0.55, 0.85);
    Fault fault = new Fault(
        Kind.LEAK,
        dice.seconds(0, 40),
        Duration.ofMillis(Math.round(every * 1e3) | 1),
        true,
        Stretch.ofSeconds(0),
        new Stretch(new Span(lasts * dice.between(0.9, 1), lasts)),
        OptionalDouble.empty(),
        dice.some(hit, endpoints),
        true,
        oneByOne,
        Span.of(dice.between(0.7, 0.97)),
        false);
    return new Drawn(List.of(fault), (oneByOne ? Math.min(hit, 2) : hit) / (double) endpoints);
  }

  private static Drawn precursor(int hit, double share, Dice dice) {
    Kind kind = dice.oneOf(List.of(Kind.SLOW, Kind.SLOW, Kind.STEAL, Kind.ERRORS));
    Span amount = switch (kind) {
      case SLOW -> dice.range(1.8, 8);
      case STEAL -> dice.range(0.5, 0.9);
      default -> dice.range(0.2, 0.9);
    };
    Duration every = dice.seconds(45, 150);
    Fault real = warned(kind, every, hit, amount, dice);
    if (dice.chance(0.5)) {
      return new Drawn(List.of(real), share);
    }
    // A false alarm: the same signs, and then it goes away. So many times slower: once.
    Fault alarm = warned(Kind.SLOW, every.multipliedBy(2), hit, Span.of(1), dice);
    return new Drawn(List.of(real, alarm), share);
  }

  private static Fault warned(Kind kind, Duration every, int hit, Span amount, Dice dice) {
    return new Fault(
        kind,
        dice.seconds(0, 60),
        every,
        false,
        new Stretch(dice.range(18, 45)),
        new Stretch(dice.range(8, 20)),
        OptionalDouble.of(hit),
        List.of(),
        false,
        false,
        amount,
        dice.chance(0.5));
  }

  private static Fault wave(
      Kind kind, Duration every, int hit, boolean oneByOne, Duration lasts, Dice dice) {
    return new Fault(
        kind,
        dice.seconds(0, 30),
        every,
        true,
        Stretch.ofSeconds(0),
        Stretch.ofSeconds(lasts.toMillis() / 1e3),
        OptionalDouble.of(hit),
        List.of(),
        false,
        oneByOne,
        Span.of(0),
        false);
  }

  private static Fault random(
      Kind kind, int hit, Duration every, double least, double most, Span amount, Dice dice) {
    return new Fault(
        kind,
        dice.seconds(0, 40),
        every,
        false,
        Stretch.ofSeconds(0),
        new Stretch(dice.range(least, most)),
        OptionalDouble.of(hit),
        List.of(),
        false,
        false,
        amount,
        dice.chance(0.5));
  }
}

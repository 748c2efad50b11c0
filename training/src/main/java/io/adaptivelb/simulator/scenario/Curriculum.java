package io.adaptivelb.simulator.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Scenarios to learn from: random fleets, loads and troubles, those that show before they hurt among those that do not, and
 * quiet ones.
 *
 * <p>None of them is a scenario that comes along, nor has its parameters: every time is in odd milliseconds and every amount and
 * utilisation drawn from a continuum, where the files have round ones; fleets never have 20 or 24 endpoints, as the learnable
 * ones have. What a model knows of periods, ages and amounts it has from others.
 *
 * <p>They are small, so that many can be played: 8 to 20 proxies, some hundred requests a second and endpoint,
 * seldom more than 4,000 a second in all, 8 to 15 minutes.
 */
public final class Curriculum {
  /** Requests per second of a whole scenario, where 20 ms of CPU each are enough for that. */
  private static final double MOST_RATE = 4_000;

  /** Cores of a whole fleet, for the same reason. */
  private static final int MOST_CORES = 150;

  /** What a fleet may be used at its worst. */
  private static final double MOST_UTILISATION = 0.8;

  private static final List<Integer> SIZES_OF_TESTS = List.of(20, 24);

  private final Dice dice;
  private final String name;

  private Curriculum(String name, Dice dice) {
    this.name = name;
    this.dice = dice;
  }

  /**
   * Draws scenarios; a longer list begins with the shorter one of the same seed.
   *
   * @param count ≥ 0
   */
  public static List<Scenario> draw(long seed, int count) {
    SplittableRandom root = new SplittableRandom(seed);
    return IntStream.range(0, count)
        .mapToObj(i -> new Curriculum("lesson-%d-%d".formatted(seed, i), new Dice(root.split())))
        .map(Curriculum::scenario)
        .toList();
  }

  private Scenario scenario() {
    int endpoints = size();
    List<Trouble> troubles = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    double lost = 0;
    for (Trouble trouble : wanted()) {
      Trouble.Drawn drawn = trouble.draw(endpoints, dice);
      // Together they must leave a fleet that a perfect balancer could do with.
      if (lost + drawn.lostRatio() < 0.5) {
        troubles.add(trouble);
        faults.addAll(drawn.faults());
        lost += drawn.lostRatio();
      }
    }
    Demand downstream = downstream();
    Servers servers =
        servers(Math.clamp(MOST_CORES / endpoints, 2, 8), downstream.mean().isZero());
    Load shape = load();
    double peak = shape.profile().stream().mapToDouble(Load.Point::factor).max().orElse(1);
    double utilisation =
        Math.min(dice.between(0.3, 0.7), MOST_UTILISATION * (1 - lost) / Math.max(1, peak));
    Demand cpu = cpu(servers, endpoints, utilisation);
    Scenario base = Scenario.DEFAULTS;
    Duration warmUp = dice.seconds(20, 60);
    return new Scenario(
        name,
        about(troubles),
        dice.whole(8, 20),
        endpoints,
        1,
        Duration.ofNanos(Math.round(dice.between(1e5, 5e5))),
        base.far(),
        base.timeout(),
        Duration.ofMillis(Math.round(10 * cpu.mean().toNanos() / 1e6)),
        warmUp,
        dice.seconds(8 * 60, 15 * 60).minus(warmUp),
        servers,
        cpu,
        downstream,
        new Load(
            utilisation,
            0,
            shape.profile(),
            shape.repeat(),
            Optional.empty(),
            Duration.ZERO,
            1,
            shape.bursts()),
        faults,
        base.telemetry(),
        base.health(),
        false,
        Duration.ZERO,
        base.envoy());
  }

  private int size() {
    int endpoints = dice.whole(10, 40);
    return SIZES_OF_TESTS.contains(endpoints) ? endpoints + 1 : endpoints;
  }

  private List<Trouble> wanted() {
    if (dice.chance(0.1)) {
      return List.of();
    }
    List<Trouble> chosen = new ArrayList<>();
    if (dice.chance(0.85)) {
      chosen.addAll(dice.someOf(dice.chance(0.35) ? 2 : 1, Trouble.LEARNABLE));
    }
    if (chosen.isEmpty() || dice.chance(0.45)) {
      chosen.addAll(dice.someOf(dice.whole(1, 2), Trouble.UNLEARNABLE));
    }
    return chosen;
  }

  private static String about(List<Trouble> troubles) {
    return troubles.isEmpty()
        ? "Drawn: nothing goes wrong."
        : "Drawn: %s."
            .formatted(troubles.stream().map(Trouble::label).collect(Collectors.joining(", ")));
  }

  /** Where requests wait downstream they hold their slots meanwhile, so there must be many. */
  private Servers servers(int mostCores, boolean slotsMayBeFew) {
    List<Integer> cores = dice.chance(0.75)
        ? List.of(dice.whole(2, mostCores))
        : List.of(dice.whole(2, mostCores), dice.whole(2, mostCores));
    List<Double> speeds = dice.chance(0.55)
        ? List.of(1.0)
        : IntStream.rangeClosed(0, dice.whole(1, 4))
            .mapToObj(i -> dice.between(0.6, 1.5))
            .toList();
    Servers.Storm storm = dice.chance(0.5)
        ? new Servers.Storm(dice.seconds(15, 70), dice.seconds(8, 15), dice.between(0.5, 0.9))
        : Servers.Storm.DEFAULTS;
    return new Servers(
        cores,
        slotsMayBeFew && dice.chance(0.3) ? 0 : dice.whole(48, 128),
        dice.whole(48, 200),
        speeds,
        dice.between(0.15, 0.6),
        dice.seconds(8, 60),
        storm);
  }

  private Demand cpu(Servers servers, int endpoints, double utilisation) {
    double capacity = IntStream.range(0, endpoints)
        .mapToDouble(e -> servers.cores(e) * servers.speed(e))
        .sum();
    double rate = Math.min(MOST_RATE, endpoints * dice.logBetween(60, 250));
    double mean = Math.max(0.002, utilisation * capacity / rate);
    boolean memoryless = dice.chance(0.2);
    return new Demand(
        memoryless ? Demand.Shape.EXPONENTIAL : Demand.Shape.LOGNORMAL,
        Duration.ofNanos(Math.round(Math.min(0.02, mean) * 1e9)),
        dice.between(0.12, 0.9),
        Demand.DEFAULTS.tail(),
        Optional.empty());
  }

  private Demand downstream() {
    if (dice.chance(0.7)) {
      return Demand.DEFAULTS;
    }
    return new Demand(
        Demand.Shape.LOGNORMAL,
        dice.seconds(0.004, 0.04),
        dice.between(0.1, 0.6),
        Demand.DEFAULTS.tail(),
        Optional.empty());
  }

  /** Its shape only: steady, days that repeat, a step up and down, or bursts. */
  private Load load() {
    Load steady = Load.DEFAULTS;
    double kind = dice.between(0.0, 1.0);
    if (kind < 0.4) {
      return steady;
    }
    if (kind < 0.55) {
      Load.Bursts bursts =
          new Load.Bursts(dice.seconds(8, 40), dice.seconds(0.3, 1.5), dice.between(1.2, 1.7));
      return shaped(List.of(), Duration.ZERO, bursts);
    }
    if (kind < 0.7) {
      Duration up = dice.seconds(90, 200);
      Duration down = up.plus(dice.seconds(40, 150));
      double factor = dice.between(1.2, 1.8);
      return shaped(
          List.of(
              new Load.Point(up, 1),
              new Load.Point(up.plus(dice.seconds(1, 30)), factor),
              new Load.Point(down, factor),
              new Load.Point(down.plus(dice.seconds(1, 30)), 1)),
          Duration.ZERO,
          steady.bursts());
    }
    Duration day = dice.seconds(130, 400);
    double night = dice.between(0.5, 0.9);
    List<Load.Point> points = new ArrayList<>();
    points.add(new Load.Point(Duration.ZERO, night));
    for (int hour = 1; hour <= 3; hour++) {
      points.add(new Load.Point(day.multipliedBy(hour).dividedBy(4), dice.between(0.7, 1.4)));
    }
    points.add(new Load.Point(day, night));
    return shaped(points, day, steady.bursts());
  }

  private static Load shaped(List<Load.Point> profile, Duration repeat, Load.Bursts bursts) {
    return new Load(0, 0, profile, repeat, Optional.empty(), Duration.ZERO, 1, bursts);
  }
}

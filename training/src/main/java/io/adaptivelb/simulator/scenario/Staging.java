package io.adaptivelb.simulator.scenario;

import io.adaptivelb.simulator.engine.Server;
import io.adaptivelb.simulator.engine.ServerSpec;
import io.adaptivelb.simulator.engine.Setting;
import io.adaptivelb.simulator.engine.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Builds the run that a scenario describes, and plans its faults. For one seed the faults are the same whoever plays: all
 * chance here is drawn from streams that no policy touches.
 */
public final class Staging {
  /** How our own checks, every 250 ms, see a refused connection and two good answers. */
  private static final double BRAIN_SEES_DOWN = 0.3;

  private static final double BRAIN_SEES_UP = 0.6;
  private static final double WARM_STEP = 0.5;
  private static final double LEAK_RESTART_SECONDS = 3;

  private final Scenario scenario;
  private final Simulation simulation;
  private final Conditions conditions;
  private final SplittableRandom random;
  private final Set<Integer> leaking = new HashSet<>();
  private final Set<Integer> warned = new HashSet<>();
  private Events events = new Silence();
  private int brainOutages;

  private static final class Silence implements Events {
    @Override
    public void health(int endpoint, boolean healthy) {}

    @Override
    public void membership() {}

    @Override
    public void brain(boolean up) {}
  }

  /** A run that has not begun, without its faults. */
  public Staging(Scenario scenario, long seed) {
    this(scenario, seed, true);
  }

  /** The same without requests: what happens to endpoints, for one who looks ahead. */
  public static Staging withoutRequests(Scenario scenario, long seed) {
    return new Staging(scenario, seed, false);
  }

  private Staging(Scenario scenario, long seed, boolean requests) {
    scenario.requirePlayable();
    this.scenario = scenario;
    SplittableRandom root = new SplittableRandom(seed);
    random = root.split();
    Traffic traffic =
        new Traffic(scenario.load(), scenario.meanRate(), scenario.seconds(), root.split());
    simulation = new Simulation(
        setting(scenario),
        requests ? traffic : () -> Double.POSITIVE_INFINITY,
        scenario.cpu().sampler(),
        scenario.downstream().sampler(),
        root.nextLong());
    conditions = new Conditions(simulation);
  }

  private static Setting setting(Scenario scenario) {
    Servers servers = scenario.servers();
    List<ServerSpec> specs = IntStream.range(0, scenario.endpoints())
        .mapToObj(e -> new ServerSpec(
            servers.cores(e),
            servers.slotsOrCores(e),
            servers.queue(),
            servers.speed(e),
            e % scenario.zones()))
        .toList();
    List<Integer> zones = IntStream.range(0, scenario.proxies())
        .mapToObj(p -> p % scenario.zones())
        .toList();
    double timeout =
        scenario.timeout().isZero() ? Double.POSITIVE_INFINITY : seconds(scenario.timeout());
    return new Setting(
        specs,
        zones,
        seconds(scenario.near()),
        seconds(scenario.far()),
        timeout,
        0.001,
        scenario.envoy().retries());
  }

  /** The run. */
  public Simulation simulation() {
    return simulation;
  }

  /** Plans the faults; call once, before the run begins. */
  public void plan(Events listener) {
    events = listener;
    for (Fault fault : scenario.faults()) {
      SplittableRandom own = random.split();
      simulation.at(seconds(fault.at()), () -> occur(fault, own, List.of()));
    }
  }

  private void occur(Fault fault, SplittableRandom own, List<Integer> before) {
    List<Integer> hit = fault.fixed() && !before.isEmpty() ? before : choose(fault, own);
    double every = seconds(fault.every());
    double spread = fault.staggered() && !hit.isEmpty() ? every / hit.size() : 0;
    for (int i = 0; i < hit.size(); i++) {
      int endpoint = hit.get(i);
      double lasts = fault.lasts().seconds().draw(own);
      double amount = fault.amount().draw(own);
      double warning =
          fault.warning().seconds().high() > 0 ? fault.warning().seconds().draw(own) : 0;
      simulation.at(
          simulation.mesh().now() + i * spread,
          () -> begin(
              endpoint,
              warning,
              lasts,
              () -> strike(fault.what(), endpoint, lasts, amount, fault.visible())));
    }
    double draw = own.nextDouble();
    if (every > 0) {
      double gap = fault.regular() || fault.staggered() ? every : every * (0.5 + draw);
      simulation.at(simulation.mesh().now() + gap, () -> occur(fault, own, hit));
    }
  }

  private List<Integer> choose(Fault fault, SplittableRandom own) {
    List<Integer> candidates = new ArrayList<>(
        fault.only().isEmpty()
            ? IntStream.range(0, scenario.endpoints()).boxed().toList()
            : fault.only());
    int count = fault.hits(candidates.size());
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int place = own.nextInt(candidates.size());
      chosen.add(candidates.get(place));
      candidates.subList(place, place + 1).clear();
    }
    return chosen;
  }

  /** At once, or after a warning, which goes on until the end; a restart before that cures it. */
  private void begin(int e, double warning, double lasts, Runnable strike) {
    if (warning == 0) {
      strike.run();
    } else if (warned.add(e)) {
      warn(e, simulation.mesh().server(e).life(), simulation.mesh().now(), warning, lasts, strike);
    }
  }

  private void warn(int e, int life, double began, double warning, double lasts, Runnable strike) {
    double now = simulation.mesh().now();
    if (!lives(e, life)) {
      conditions.warn(e, 0);
      warned.remove(e);
    } else if (now < began + warning) {
      conditions.warn(e, (now - began) / warning);
      simulation.at(
          Math.min(now + 1, began + warning), () -> warn(e, life, began, warning, lasts, strike));
    } else {
      conditions.warn(e, 1);
      strike.run();
      simulation.at(now + lasts, () -> {
        conditions.warn(e, 0);
        warned.remove(e);
      });
    }
  }

  private boolean lives(int e, int life) {
    Server server = simulation.mesh().server(e);
    return server.isUp() && server.life() == life;
  }

  private void strike(Fault.Kind kind, int e, double lasts, double amount, boolean visible) {
    double end = simulation.mesh().now() + lasts;
    switch (kind) {
      case STEAL, CONTENTION, SLOW, ERRORS, FAST_ERRORS, SLOW_DEPENDENCY -> {
        Conditions.Effect effect = new Conditions.Effect(kind, amount, visible);
        conditions.add(e, effect);
        simulation.at(end, () -> conditions.remove(e, effect));
      }
      case PAUSE -> {
        simulation.pause(e, true);
        simulation.at(end, () -> simulation.pause(e, false));
      }
      case CRASH -> crash(e, lasts);
      case DEPLOY -> deploy(e, lasts);
      case LEAK -> {
        if (leaking.add(e)) {
          leak(e, simulation.mesh().server(e).life(), simulation.mesh().now(), lasts, amount);
        }
      }
      case BRAIN_OUTAGE -> {
        if (brainOutages++ == 0) {
          events.brain(false);
        }
        simulation.at(end, () -> {
          if (--brainOutages == 0) {
            events.brain(true);
          }
        });
      }
    }
  }

  private void crash(int e, double lasts) {
    if (!simulation.mesh().server(e).isUp()) {
      return;
    }
    double now = simulation.mesh().now();
    simulation.stop(e);
    int life = simulation.mesh().server(e).life();
    simulation.at(now + BRAIN_SEES_DOWN, () -> whileDown(e, life, () -> events.health(e, false)));
    simulation.at(
        now + seconds(scenario.health().down()),
        () -> whileDown(e, life, () -> simulation.hosts().health(e, false)));
    simulation.at(now + lasts, () -> start(e));
  }

  private void whileDown(int e, int life, Runnable action) {
    if (!simulation.mesh().server(e).isUp() && simulation.mesh().server(e).life() == life) {
      action.run();
    }
  }

  private void start(int e) {
    if (simulation.mesh().server(e).isUp()) {
      return;
    }
    double now = simulation.mesh().now();
    simulation.start(e);
    int life = simulation.mesh().server(e).life();
    warm(e, life, now);
    Servers.Storm storm = scenario.servers().storm();
    if (!storm.lasts().isZero()) {
      simulation.at(now + seconds(storm.at()), () -> storm(e, life, storm));
    }
    simulation.at(now + BRAIN_SEES_UP, () -> events.health(e, true));
    simulation.at(
        now + seconds(scenario.health().up()), () -> simulation.hosts().health(e, true));
  }

  private void warm(int e, int life, double started) {
    if (simulation.mesh().server(e).life() != life
        || !simulation.mesh().server(e).isUp()) {
      return;
    }
    double age = simulation.mesh().now() - started;
    double warmth = scenario.servers().warmth(age);
    simulation.setWarmth(e, warmth);
    if (warmth < 1) {
      simulation.at(simulation.mesh().now() + WARM_STEP, () -> warm(e, life, started));
    }
  }

  private void storm(int e, int life, Servers.Storm storm) {
    if (lives(e, life)) {
      strike(Fault.Kind.STEAL, e, seconds(storm.lasts()), storm.amount(), true);
    }
  }

  private void deploy(int e, double lasts) {
    if (!simulation.mesh().server(e).isUp() || !simulation.hosts().isListed(e)) {
      return;
    }
    double now = simulation.mesh().now();
    double stopped = now + seconds(scenario.health().drain());
    simulation.hosts().list(e, false);
    events.membership();
    simulation.at(stopped, () -> simulation.stop(e));
    simulation.at(stopped + lasts, () -> start(e));
    simulation.at(stopped + lasts + seconds(scenario.health().up()), () -> {
      simulation.hosts().list(e, true);
      events.membership();
    });
  }

  /** Once a second, until it is killed for it, or restarted for another reason. */
  private void leak(int e, int life, double began, double lasts, double amount) {
    double age = simulation.mesh().now() - began;
    boolean lives = lives(e, life);
    if (lives && age < lasts) {
      conditions.leak(e, age / lasts, amount);
      simulation.at(simulation.mesh().now() + 1, () -> leak(e, life, began, lasts, amount));
      return;
    }
    conditions.leak(e, 0, 0);
    leaking.remove(e);
    if (lives) {
      crash(e, LEAK_RESTART_SECONDS);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() * 1e-9;
  }
}

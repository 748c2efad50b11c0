package io.adaptivelb.simulator.scenario;

import io.adaptivelb.simulator.engine.Simulation;
import java.util.ArrayList;
import java.util.List;

/** The faults under way at each endpoint: several at a time add up, and each ends by itself. */
final class Conditions {
  /** One fault under way; identity tells it from its like. */
  static final class Effect {
    private final Fault.Kind kind;
    private final double amount;
    private final boolean visible;

    Effect(Fault.Kind kind, double amount, boolean visible) {
      this.kind = kind;
      this.amount = amount;
      this.visible = visible;
    }
  }

  /** How soon garbage collection feels a leak: at half of the memory it costs little, at nine tenths a fifth. */
  private static final double COLLECTION = 0.03;

  /** How much more CPU a request needs at the end of a warning, and how much of the free memory is gone. */
  private static final double WARNING_CPU = 0.3;

  private static final double WARNING_MEMORY = 0.4;

  private final Simulation simulation;
  private final List<List<Effect>> effects = new ArrayList<>();
  private final double[] speeds;
  private final double[] leaked;
  private final double[] lost;
  private final double[] warned;

  Conditions(Simulation simulation) {
    this.simulation = simulation;
    int n = simulation.mesh().endpoints();
    speeds = new double[n];
    leaked = new double[n];
    lost = new double[n];
    warned = new double[n];
    for (int e = 0; e < n; e++) {
      effects.add(new ArrayList<>());
      speeds[e] = simulation.mesh().server(e).trueSpeed();
    }
  }

  void add(int endpoint, Effect effect) {
    effects.get(endpoint).add(effect);
    apply(endpoint, effect.kind);
  }

  void remove(int endpoint, Effect effect) {
    effects.get(endpoint).remove(effect);
    apply(endpoint, effect.kind);
  }

  /**
   * A leak has taken a share of the memory that was free. Collections come the more often and find the less the fuller the memory is: their
   * cost is to that of the work as used to free memory, {@code c · f / (1 − f)} (Jones, Hosking, Moss, The Garbage Collection
   * Handbook, on the cost of tracing), which leaves {@code (1 − f) / (1 − f + c · f)} of the speed. It is scaled so that the
   * amount is lost in the end.
   */
  void leak(int endpoint, double share, double amount) {
    leaked[endpoint] = share;
    lost[endpoint] = amount * COLLECTION * share / (1 - share + COLLECTION * share);
    creep(endpoint);
  }

  /** A share of a warning has passed: every request needs a little more, of CPU and memory. */
  void warn(int endpoint, double share) {
    warned[endpoint] = share;
    creep(endpoint);
  }

  private void creep(int endpoint) {
    simulation.holdMemory(
        endpoint, 1 - (1 - leaked[endpoint]) * (1 - WARNING_MEMORY * warned[endpoint]));
    apply(endpoint, Fault.Kind.SLOW);
  }

  private void apply(int e, Fault.Kind kind) {
    switch (kind) {
      case STEAL -> simulation.steal(e, taken(e, kind), allVisible(e, kind));
      case CONTENTION -> simulation.contend(e, taken(e, kind), allVisible(e, kind));
      case SLOW ->
        simulation.setSpeed(
            e,
            speeds[e]
                * (1 - lost[e])
                / (1 + WARNING_CPU * warned[e])
                / product(e, Fault.Kind.SLOW));
      case SLOW_DEPENDENCY -> simulation.slowDependency(e, product(e, Fault.Kind.SLOW_DEPENDENCY));
      default -> simulation.fail(e, most(e, Fault.Kind.FAST_ERRORS), most(e, Fault.Kind.ERRORS));
    }
  }

  private List<Effect> of(int e, Fault.Kind kind) {
    return effects.get(e).stream().filter(effect -> effect.kind == kind).toList();
  }

  private double taken(int e, Fault.Kind kind) {
    double left = 1;
    for (Effect effect : of(e, kind)) {
      left *= 1 - effect.amount;
    }
    return 1 - left;
  }

  private boolean allVisible(int e, Fault.Kind kind) {
    return of(e, kind).stream().allMatch(effect -> effect.visible);
  }

  private double product(int e, Fault.Kind kind) {
    double product = 1;
    for (Effect effect : of(e, kind)) {
      product *= effect.amount;
    }
    return product;
  }

  private double most(int e, Fault.Kind kind) {
    double most = 0;
    for (Effect effect : of(e, kind)) {
      most = Math.max(most, effect.amount);
    }
    return most;
  }
}

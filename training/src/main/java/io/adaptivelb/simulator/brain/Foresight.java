package io.adaptivelb.simulator.brain;

import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Server;
import io.adaptivelb.simulator.engine.Simulation;
import io.adaptivelb.telemetry.Signal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;

/**
 * A clairvoyant that also knows what comes: an endpoint counts as what it will be at its worst within the next moments, so that it
 * is left alone before it breaks and not after. It is the head-room of foresight in a scenario.
 *
 * <p>It watches a run of the same scenario and seed without requests that is ahead of the real one: what happens to
 * endpoints does not depend on who plays. Weights are {@code c^1.5 · s^2 · good^4}, c what the endpoint can do and s the speed of its
 * cores as a share of what is usual for it: few cores queue sooner than many at the same utilisation, a slow core makes its
 * requests slow however few they are, and the others get them while they can. The exponents were found by trying.
 */
public final class Foresight implements Controller {
  private static final double FLOOR = 0.001;

  private final Simulation ahead;
  private final double seconds;
  private final ArrayDeque<double[]> coming = new ArrayDeque<>();
  private final int looks;
  private final double[] usual;

  /**
   * A clairvoyant.
   *
   * @param ahead a run of the same scenario, seed and faults, without requests, that has not begun
   * @param seconds how far it looks ahead; ≥ 0
   * @param tickSeconds how often it is asked; &gt; 0
   */
  public Foresight(Simulation ahead, double seconds, double tickSeconds) {
    this.ahead = ahead;
    this.seconds = seconds;
    looks = 1 + (int) Math.ceil(seconds / tickSeconds);
    usual = new double[ahead.mesh().endpoints()];
    Arrays.setAll(usual, e -> ahead.mesh().server(e).trueRate());
  }

  @Override
  public void accept(Signal signal) {
    // It sees the truth.
  }

  @Override
  public Optional<Push> tick(double now) {
    ahead.runUntil(now + seconds);
    coming.addLast(truth(ahead.mesh()));
    if (coming.size() > looks) {
      coming.removeFirst();
    }
    double[] weights = coming.getFirst().clone();
    for (double[] moment : coming) {
      for (int e = 0; e < weights.length; e++) {
        weights[e] = Math.min(weights[e], moment[e]);
      }
    }
    double mean = Arrays.stream(weights).average().orElseThrow();
    for (int e = 0; e < weights.length; e++) {
      weights[e] = mean > 0 ? Math.max(FLOOR, weights[e] / mean) : 1;
    }
    return Optional.of(new Push(weights, new boolean[weights.length]));
  }

  private double[] truth(Mesh mesh) {
    double[] worth = new double[mesh.endpoints()];
    for (int e = 0; e < worth.length; e++) {
      Server server = mesh.server(e);
      double good = 1 - server.trueErrorRatio();
      double speed = server.trueRate() / usual[e];
      double cores = server.trueCapacity();
      worth[e] = cores * Math.sqrt(cores) * speed * speed * good * good * good * good;
    }
    return worth;
  }
}

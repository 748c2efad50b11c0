package io.adaptivelb.simulator.brain;

import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Server;
import io.adaptivelb.telemetry.Signal;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Clairvoyant weights: what each endpoint can really do at this moment, failures taken off. With a delay it shows what truth is
 * worth when it comes late; static, what a table of hardware is worth.
 */
public final class Oracle implements Controller {
  private static final double FLOOR = 0.005;

  private final Mesh mesh;
  private final int delayTicks;
  private final boolean once;
  private final ArrayDeque<double[]> past = new ArrayDeque<>();
  private boolean told;

  /**
   * A clairvoyant.
   *
   * @param delayTicks by how many ticks it is late
   * @param once whether it only knows the hardware, as it was in the beginning
   */
  public Oracle(Mesh mesh, int delayTicks, boolean once) {
    this.mesh = mesh;
    this.delayTicks = delayTicks;
    this.once = once;
  }

  @Override
  public void accept(Signal signal) {
    // It sees the truth.
  }

  @Override
  public Optional<Push> tick(double now) {
    if (once && told) {
      return Optional.empty();
    }
    told = true;
    past.addLast(truth());
    if (past.size() <= delayTicks) {
      return Optional.empty();
    }
    double[] weights = past.removeFirst();
    return Optional.of(new Push(weights, new boolean[weights.length]));
  }

  private double[] truth() {
    double[] weights = new double[mesh.endpoints()];
    double sum = 0;
    for (int e = 0; e < weights.length; e++) {
      Server server = mesh.server(e);
      double good = 1 - server.trueErrorRatio();
      weights[e] = server.trueCapacity() * good * good * good * good;
      sum += weights[e];
    }
    double mean = sum / weights.length;
    for (int e = 0; e < weights.length; e++) {
      weights[e] = mean > 0 ? Math.max(FLOOR, weights[e] / mean) : 1;
    }
    return weights;
  }
}

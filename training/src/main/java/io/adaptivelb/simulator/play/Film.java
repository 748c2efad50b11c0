package io.adaptivelb.simulator.play;

import io.adaptivelb.simulator.engine.Mesh;
import java.util.ArrayList;
import java.util.List;

/**
 * Records a run for plots: what every endpoint had in flight, and the weights that were pushed last. A long run is recorded
 * with fewer frames: whenever there would be more than 600, every second one goes. Only reads, so that a run that is watched gives the
 * same bytes as one that is not. For one thread at a time.
 */
public final class Film implements Run.Spectator {
  private static final int MOST_FRAMES = 600;

  private final List<Frame> frames = new ArrayList<>();
  private long seconds;
  private long stride = 1;

  /**
   * A moment.
   *
   * @param second since the beginning of the run
   * @param inFlight requests that an endpoint serves or queues, one an endpoint
   * @param weights the last that were pushed, one an endpoint; equal ones before the first push
   */
  public record Frame(double second, List<Integer> inFlight, List<Double> weights) {
    /** Copies. */
    public Frame {
      inFlight = List.copyOf(inFlight);
      weights = List.copyOf(weights);
    }
  }

  @Override
  public void second(Mesh mesh, double[] weights) {
    if (seconds++ % stride != 0) {
      return;
    }
    if (frames.size() == MOST_FRAMES) {
      for (int i = MOST_FRAMES - 1; i > 0; i -= 2) {
        frames.remove(i);
      }
      stride *= 2;
      if ((seconds - 1) % stride != 0) {
        return;
      }
    }
    List<Integer> inFlight = new ArrayList<>();
    List<Double> pushed = new ArrayList<>();
    for (int e = 0; e < mesh.endpoints(); e++) {
      inFlight.add(mesh.server(e).inFlight());
      pushed.add(weights[e]);
    }
    frames.add(new Frame(mesh.now(), inFlight, pushed));
  }

  /** In the order of time. */
  public List<Frame> frames() {
    return List.copyOf(frames);
  }
}

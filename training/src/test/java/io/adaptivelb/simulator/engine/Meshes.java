package io.adaptivelb.simulator.engine;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Small runs for tests of pickers: idle endpoints, requests that never end unless the test ends them. */
public final class Meshes {
  private Meshes() {}

  /** A mesh of idle endpoints, without a run around it. */
  public static Mesh idle(int proxies, int endpoints, long seed) {
    Requests requests = new Requests(0);
    Server[] servers = IntStream.range(0, endpoints)
        .mapToObj(e -> new Server(e, 4, 64, 128, 0.4, requests))
        .toArray(Server[]::new);
    return new Mesh(proxies, servers, new SplittableRandom(seed));
  }

  /** Sets how many requests of a proxy an endpoint has. */
  public static void setActive(Mesh mesh, int proxy, int endpoint, int active) {
    mesh.addActive(proxy, endpoint, active - mesh.active(proxy, endpoint));
  }

  /** Moves the clock. */
  public static void setNow(Mesh mesh, double now) {
    mesh.now = now;
  }

  /** A run of one proxy with requests of a constant size. */
  public static Simulation simulation(int endpoints, double rate, double demand, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] now = new double[1];
    return new Simulation(
        new Setting(
            IntStream.range(0, endpoints)
                .mapToObj(e -> new ServerSpec(4, 64, 128, 1, 0))
                .toList(),
            List.of(0),
            0,
            0,
            1,
            0.001),
        () -> now[0] -= StrictMath.log(1 - random.nextDouble()) / rate,
        r -> demand,
        r -> 0,
        seed);
  }
}

package io.adaptivelb.control;

import java.util.Arrays;
import java.util.Locale;

/**
 * How long a tick takes: {@code lb bench Tick [endpoints]}. The baseline, in the same run, is what any control loop must do at
 * least: hand the same samples to the loop without ticking.
 */
public final class TickBenchmark {
  private static final int WARM_UP = 60;
  private static final int TICKS = 60;

  private TickBenchmark() {}

  /** Prints the median and the largest duration of a tick, and the live heap after it. */
  public static void main(String[] arguments) {
    int endpoints = arguments.length == 0 ? 5_000 : Integer.parseInt(arguments[0]);
    Fleet fleet = new Fleet(endpoints);
    fleet.requestsPerSecond = 100.0 * endpoints;
    int i = 0;
    for (Fleet.Member member : fleet.members.values()) {
      member.demandSeconds = 0.005 * (1 + i++ % 4);
    }
    double[] accept = new double[TICKS];
    double[] tick = new double[TICKS];
    for (int round = -WARM_UP; round < TICKS; round++) {
      fleet.now = fleet.now.plus(Fleet.TICK);
      fleet.loop.accept(fleet.membership());
      var samples = fleet.members.values().stream()
          .map(member -> fleet.sample(member, 100))
          .toList();
      long start = System.nanoTime();
      samples.forEach(fleet.loop::accept);
      long accepted = System.nanoTime();
      fleet.loop.tick(fleet.now);
      long ticked = System.nanoTime();
      if (round >= 0) {
        accept[round] = (accepted - start) * 1e-6;
        tick[round] = (ticked - accepted) * 1e-6;
      }
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    double heap = (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0;
    Arrays.sort(accept);
    Arrays.sort(tick);
    System.out.println(String.format(
        Locale.ROOT,
        "%d endpoints: tick median %.1f ms, largest %.1f ms, %.1f times the %.2f ms of accepting the samples; live heap %.0f MiB",
        endpoints,
        tick[TICKS / 2],
        tick[TICKS - 1],
        tick[TICKS / 2] / accept[TICKS / 2],
        accept[TICKS / 2],
        heap));
  }
}

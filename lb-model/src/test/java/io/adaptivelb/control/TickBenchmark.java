package io.adaptivelb.control;

import io.adaptivelb.capacity.AnalyticEstimator;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.prediction.BenchmarkModel;
import io.adaptivelb.prediction.ModelEstimator;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.scoring.Score.Scored;
import io.adaptivelb.scoring.Score.Source;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long a tick takes: {@code lb bench Tick [endpoints [trees]]}, with a model of six heads of so many trees each where they are
 * given; then also what an explanation takes. The baseline, in the same run, is what any control loop must do at
 * least: hand the same samples to the loop without ticking.
 */
public final class TickBenchmark {
  private static final int WARM_UP = 60;
  private static final int TICKS = 60;

  private TickBenchmark() {}

  /** Prints the median and the largest duration of a tick, and the live heap after it. */
  public static void main(String[] arguments) {
    int endpoints = arguments.length == 0 ? 5_000 : Integer.parseInt(arguments[0]);
    int trees = arguments.length < 2 ? 0 : Integer.parseInt(arguments[1]);
    ControlSettings settings = ControlSettings.DEFAULTS;
    // The slower half of a fleet's requests take 1.27 times the mean.
    ScoringModel model = BenchmarkModel.train(Math.max(1, trees), Math.log(1.27));
    Estimator estimator = trees == 0
        ? new AnalyticEstimator(settings.estimation())
        : new ModelEstimator(Fleet.CLUSTER, settings.estimation(), model);
    Fleet fleet = new Fleet(endpoints, settings, estimator);
    fleet.requestsPerSecond = 100.0 * endpoints;
    int i = 0;
    for (Fleet.Member member : fleet.members.values()) {
      // One in fifty fails a little, which a model foretells.
      member.errorRatio = i % 50 == 0 ? 0.05 : 0;
      member.demandSeconds = 0.005 * (1 + i++ % 4);
    }
    double[] accept = new double[TICKS];
    double[] tick = new double[TICKS];
    double[] busy = new double[TICKS];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int round = -WARM_UP; round < TICKS; round++) {
      fleet.now = fleet.now.plus(Fleet.TICK);
      fleet.loop.accept(fleet.membership());
      var samples = fleet.members.values().stream()
          .map(member -> fleet.sample(member, 100))
          .toList();
      long start = System.nanoTime();
      samples.forEach(fleet.loop::accept);
      long accepted = System.nanoTime();
      long idle = threads.getCurrentThreadCpuTime();
      fleet.loop.tick(fleet.now);
      long ticked = System.nanoTime();
      if (round >= 0) {
        accept[round] = (accepted - start) * 1e-6;
        busy[round] = (threads.getCurrentThreadCpuTime() - idle) * 1e-6;
        tick[round] = (ticked - accepted) * 1e-6;
      }
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    double heap = (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0;
    Arrays.sort(accept);
    Arrays.sort(tick);
    Arrays.sort(busy);
    System.out.println(String.format(
        Locale.ROOT,
        "%d endpoints: tick median %.1f ms (%.1f ms of CPU), largest %.1f ms, %.1f times the %.2f ms of accepting the samples; live heap %.0f MiB",
        endpoints,
        tick[TICKS / 2],
        busy[TICKS / 2],
        tick[TICKS - 1],
        tick[TICKS / 2] / accept[TICKS / 2],
        accept[TICKS / 2],
        heap));
    if (trees > 0) {
      long foretold = fleet.loop.current().orElseThrow().endpoints().stream()
          .filter(line -> line.score() instanceof Scored scored && scored.source() == Source.MODEL)
          .count();
      System.out.println(String.format(
          Locale.ROOT,
          "%d endpoints scored by the model; to find the reasons of one forecast takes %.1f ms",
          foretold,
          BenchmarkModel.reasoningMillis(model)));
    }
  }
}

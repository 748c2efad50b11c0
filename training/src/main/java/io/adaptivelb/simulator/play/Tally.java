package io.adaptivelb.simulator.play;

import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Simulation;
import io.adaptivelb.simulator.engine.Witness;
import org.HdrHistogram.Histogram;

/** Measures a run: every request that was sent in the measured time, however late it ended. */
final class Tally implements Witness {
  private static final double PENALTY_SECONDS = 1;
  private static final long MAX_MICROS = 600_000_000L;
  private static final double WINDOW_SECONDS = 5;

  private final Mesh mesh;
  private final double from;
  private final double to;
  private final double slo;
  private final Histogram good = new Histogram(1, MAX_MICROS, 3);
  private final Histogram penalised = new Histogram(1, MAX_MICROS, 3);
  private final long[] window;
  private final long[] before;
  private final long[] beforeThat;
  private final double[] busy;
  private final int[] lives;
  private int windows;
  private double swings;
  private double swung;
  private double ratioSum;
  private int ratios;
  private long requests;
  private long failures;
  private long inTime;

  Tally(Simulation simulation, double from, double to, double slo) {
    this.mesh = simulation.mesh();
    this.from = from;
    this.to = to;
    this.slo = slo;
    int n = mesh.endpoints();
    window = new long[n];
    before = new long[n];
    beforeThat = new long[n];
    busy = new double[n];
    lives = new int[n];
    simulation.watch(this);
    simulation.every(WINDOW_SECONDS, from, this::closeWindow);
  }

  @Override
  public void ended(int proxy, int endpoint, Outcome outcome, double seconds, double sent) {
    if (sent < from || sent >= to) {
      return;
    }
    requests++;
    window[endpoint]++;
    long micros = Math.min(MAX_MICROS, Math.max(1, Math.round(seconds * 1e6)));
    if (outcome == Outcome.SUCCESS) {
      good.recordValue(micros);
      penalised.recordValue(micros);
      inTime += seconds <= slo ? 1 : 0;
    } else {
      failures++;
      penalised.recordValue(Math.max(micros, Math.round(PENALTY_SECONDS * 1e6)));
    }
  }

  private void closeWindow() {
    if (mesh.now() > to) {
      return;
    }
    double most = 0;
    double sum = 0;
    for (int e = 0; e < window.length; e++) {
      if (windows >= 3) {
        swings += Math.abs(window[e] - 2.0 * before[e] + beforeThat[e]);
        swung += 4.0 * before[e];
      }
      beforeThat[e] = before[e];
      before[e] = window[e];
      window[e] = 0;
      double now = mesh.server(e).busyCoreSeconds(mesh.now());
      double used = mesh.server(e).life() == lives[e] ? now - busy[e] : now;
      busy[e] = now;
      lives[e] = mesh.server(e).life();
      most = Math.max(most, used / mesh.server(e).cores());
      sum += used / mesh.server(e).cores();
    }
    if (windows > 0 && sum > 0) {
      ratioSum += most * window.length / sum;
      ratios++;
    }
    windows++;
  }

  Figures figures(String scenario, String policy, long seed, long pushes) {
    return new Figures(
        scenario,
        policy,
        seed,
        requests,
        millis(good, 50),
        millis(good, 90),
        millis(good, 95),
        millis(good, 99),
        millis(good, 99.9),
        millis(penalised, 99),
        requests == 0 ? 0 : (double) failures / requests,
        requests == 0 ? 0 : (double) inTime / requests,
        ratios == 0 ? 0 : ratioSum / ratios,
        swung == 0 ? 0 : swings / swung,
        pushes * 60 / (to - from));
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / 1e3;
  }
}

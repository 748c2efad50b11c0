package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Server;
import java.util.Arrays;

/** What endpoints report of themselves by ORCA: requests, errors and CPU over the last second and the last ten. */
public final class OrcaMeters {
  /**
   * One report.
   *
   * @param qps answers per second
   * @param eps errors per second
   * @param utilisation of the CPU as the endpoint's own meter shows it, 0…1
   */
  public record Report(double qps, double eps, double utilisation) {
    static final Report NONE = new Report(0, 0, 0);
  }

  private static final int SECONDS = 11;

  private final Mesh mesh;
  private final double[][] cpu;
  private final long[][] answers;
  private final long[][] errors;
  private final Report[] second;
  private final Report[] ten;
  private final int[] lives;
  private final int[] counts;

  /** For the endpoints of a mesh; call {@link #read} every second. */
  public OrcaMeters(Mesh mesh) {
    this.mesh = mesh;
    int n = mesh.endpoints();
    cpu = new double[n][SECONDS];
    answers = new long[n][SECONDS];
    errors = new long[n][SECONDS];
    second = new Report[n];
    ten = new Report[n];
    lives = new int[n];
    counts = new int[n];
    Arrays.fill(second, Report.NONE);
    Arrays.fill(ten, Report.NONE);
  }

  /** Reads the meters; every second. */
  public void read() {
    for (int e = 0; e < counts.length; e++) {
      Server server = mesh.server(e);
      if (server.life() != lives[e]) {
        lives[e] = server.life();
        counts[e] = 0;
        second[e] = Report.NONE;
        ten[e] = Report.NONE;
      }
      int at = counts[e] % SECONDS;
      cpu[e][at] = server.meteredCoreSeconds(mesh.now());
      answers[e][at] = server.successes() + server.serverErrors();
      errors[e][at] = server.serverErrors();
      counts[e]++;
      second[e] = report(e, 1);
      ten[e] = report(e, 10);
    }
  }

  private Report report(int e, int seconds) {
    int span = Math.min(seconds, counts[e] - 1);
    if (span < 1) {
      return Report.NONE;
    }
    int newest = (counts[e] - 1) % SECONDS;
    int oldest = (counts[e] - 1 - span) % SECONDS;
    double used = (cpu[e][newest] - cpu[e][oldest]) / span / mesh.server(e).cores();
    return new Report(
        (double) (answers[e][newest] - answers[e][oldest]) / span,
        (double) (errors[e][newest] - errors[e][oldest]) / span,
        Math.clamp(used, 0.0, 1.0));
  }

  Report lastSecond(int endpoint) {
    return second[endpoint];
  }

  Report lastTenSeconds(int endpoint) {
    return ten[endpoint];
  }
}

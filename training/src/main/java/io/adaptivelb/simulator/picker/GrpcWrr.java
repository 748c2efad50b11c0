package io.adaptivelb.simulator.picker;

import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Picker;
import java.util.Arrays;

/**
 * gRPC's weighted_round_robin over ORCA reports: {@code weight = qps / (utilisation + eps/qps · penalty)}, penalty 1, blackout
 * 10 s, expiry 3 min, weights taken over every second. An endpoint without a weight gets the mean of the others; weights are
 * clipped to 0.1–10 times the mean.
 *
 * <p>Per call, a report comes with every answer; out of band, every 10 s. What they carry is metered by the server over its
 * last second (per call) or ten: its own CPU meter, its requests and its errors.
 *
 * @see <a href="https://github.com/grpc/proposal/blob/master/A58-client-side-weighted-round-robin-lb-policy.md">gRFC A58</a>
 */
public final class GrpcWrr implements Picker {
  private static final double BLACKOUT_SECONDS = 10;
  private static final double EXPIRY_SECONDS = 180;
  private static final double OOB_SECONDS = 10;
  private static final double PENALTY = 1;

  private final Mesh mesh;
  private final OrcaMeters meters;
  private final boolean outOfBand;
  private final double[] weight;
  private final double[] newest;
  private final double[] since;
  private final double[] nextReport;
  private final EdfSchedule[] schedules;
  private final double[][] used;

  /**
   * For the proxies of a mesh; call {@link #update} every second.
   *
   * @param outOfBand whether reports come every 10 s instead of with every answer
   */
  public GrpcWrr(Mesh mesh, OrcaMeters meters, boolean outOfBand) {
    this.mesh = mesh;
    this.meters = meters;
    this.outOfBand = outOfBand;
    int cells = mesh.proxies() * mesh.endpoints();
    weight = new double[cells];
    newest = new double[cells];
    since = new double[cells];
    nextReport = new double[cells];
    Arrays.fill(newest, Double.NEGATIVE_INFINITY);
    Arrays.fill(since, Double.NaN);
    schedules = new EdfSchedule[mesh.proxies()];
    used = new double[mesh.proxies()][mesh.endpoints()];
    for (int p = 0; p < schedules.length; p++) {
      schedules[p] = new EdfSchedule(mesh.endpoints(), mesh.random());
      Arrays.fill(used[p], 1);
      rebuild(p);
    }
    for (int i = 0; outOfBand && i < cells; i++) {
      nextReport[i] = mesh.random().nextDouble() * OOB_SECONDS;
    }
  }

  /** The weight of a report; 0 when it says nothing. */
  static double weight(double qps, double utilisation, double eps, double penalty) {
    double load = utilisation + (qps > 0 ? eps / qps * penalty : 0);
    return qps > 0 && load > 0 ? qps / load : 0;
  }

  @Override
  public int pick(int proxy) {
    return schedules[proxy].pick(e -> used[proxy][e]);
  }

  @Override
  public void ended(int proxy, int endpoint, Outcome outcome, double seconds) {
    // Only an answer brings a report.
    if (!outOfBand && (outcome == Outcome.SUCCESS || outcome == Outcome.SERVER_ERROR)) {
      report(proxy, endpoint, meters.lastSecond(endpoint));
    }
  }

  /** Takes the weights over, as a client does every second. */
  public void update() {
    double now = mesh.now();
    for (int p = 0; p < mesh.proxies(); p++) {
      for (int e = 0; outOfBand && e < mesh.endpoints(); e++) {
        int cell = p * mesh.endpoints() + e;
        if (now >= nextReport[cell]) {
          nextReport[cell] = now + OOB_SECONDS;
          if (mesh.server(e).isUp()) {
            report(p, e, meters.lastTenSeconds(e));
          }
        }
      }
      refresh(p, now);
    }
  }

  private void report(int proxy, int endpoint, OrcaMeters.Report report) {
    double fresh = weight(report.qps(), report.utilisation(), report.eps(), PENALTY);
    if (fresh > 0) {
      int cell = proxy * mesh.endpoints() + endpoint;
      weight[cell] = fresh;
      newest[cell] = mesh.now();
      since[cell] = Double.isNaN(since[cell]) ? mesh.now() : since[cell];
    }
  }

  private void refresh(int proxy, double now) {
    int n = mesh.endpoints();
    double sum = 0;
    int known = 0;
    for (int e = 0; e < n; e++) {
      int cell = proxy * n + e;
      if (now - newest[cell] >= EXPIRY_SECONDS) {
        since[cell] = Double.NaN;
      } else if (now - since[cell] >= BLACKOUT_SECONDS) {
        sum += weight[cell];
        known++;
      }
    }
    for (int e = 0; e < n; e++) {
      int cell = proxy * n + e;
      double mean = known < 2 ? 1 : sum / known;
      boolean usable = known >= 2 && now - since[cell] >= BLACKOUT_SECONDS;
      used[proxy][e] = usable ? Math.clamp(weight[cell], 0.1 * mean, 10 * mean) : mean;
    }
    rebuild(proxy);
  }

  private void rebuild(int proxy) {
    schedules[proxy].rebuild(mesh.hosts(proxy), e -> used[proxy][e]);
  }

  @Override
  public void hostsChanged(int proxy) {
    for (int e = 0; e < mesh.endpoints(); e++) {
      if (!mesh.hosts(proxy).contains(e)) {
        // A subchannel that reconnects begins its blackout anew.
        since[proxy * mesh.endpoints() + e] = Double.NaN;
      }
    }
    rebuild(proxy);
  }
}

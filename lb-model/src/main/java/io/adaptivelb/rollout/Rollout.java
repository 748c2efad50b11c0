package io.adaptivelb.rollout;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.rollout.Decision.Hold;
import io.adaptivelb.rollout.Decision.RollBack;
import java.util.List;

/**
 * What follows for a candidate that is tried in several clusters at once. One cluster in which it is worse is enough to roll it
 * back; clusters with nine tenths of the requests must agree before it goes up, so that idle ones do not hold it. Pure functions.
 */
public final class Rollout {
  private static final double ENOUGH = 0.9;

  private Rollout() {}

  /**
   * How it goes in a cluster.
   *
   * @param cluster which
   * @param decision what follows there
   * @param requests seen in this step
   */
  public record Report(ClusterId cluster, Decision decision, long requests) {}

  /** What follows for all of them. */
  public static Decision decide(List<Report> reports) {
    double all = reports.stream().mapToLong(Report::requests).sum();
    double ready = 0;
    Decision up = null;
    Decision waiting = new Hold("no cluster has seen it yet");
    for (Report report : reports) {
      String where = "cluster %s: ".formatted(report.cluster());
      switch (report.decision()) {
        case RollBack back
        when back.guardrail() != Guardrail.STALLED || report.requests() >= (1 - ENOUGH) * all -> {
          return new RollBack(back.guardrail(), back.logEvidence(), where + back.reason());
        }
        case RollBack idle -> waiting = new Hold(where + idle.reason());
        case Hold hold -> waiting = new Hold(where + hold.reason());
        case Decision.Advance advance -> {
          ready += report.requests();
          up = new Decision.Advance(advance.to(), where + advance.reason());
        }
        case Decision.Promote promote -> {
          ready += report.requests();
          up = new Decision.Promote(where + promote.reason());
        }
      }
    }
    return up != null && ready >= ENOUGH * all ? up : waiting;
  }
}

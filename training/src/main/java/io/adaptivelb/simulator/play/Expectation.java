package io.adaptivelb.simulator.play;

import io.adaptivelb.simulator.scenario.Load;
import io.adaptivelb.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.List;

/** How many requests a run will have, before it is played: what its time is made of. */
public final class Expectation {
  private Expectation() {}

  /** The integral of the rate over warm-up and measurement; a trace counts with its mean. */
  public static double requests(Scenario scenario) {
    double end = seconds(scenario.warmUp()) + seconds(scenario.duration());
    Load.Bursts bursts = scenario.load().bursts();
    double extra = bursts.every().isZero()
        ? 0
        : Math.min(1, seconds(bursts.lasts()) / seconds(bursts.every())) * (bursts.factor() - 1);
    return scenario.meanRate() * factorSeconds(scenario.load().profile(), end) * (1 + extra);
  }

  /** The integral of a profile, which is linear between its points and level outside of them. */
  private static double factorSeconds(List<Load.Point> profile, double end) {
    if (profile.isEmpty()) {
      return end;
    }
    Load.Point before = profile.getFirst();
    double sum = before.factor() * Math.min(end, seconds(before.at()));
    for (Load.Point point : profile) {
      double from = Math.min(end, seconds(before.at()));
      double to = Math.min(end, seconds(point.at()));
      double span = seconds(point.at()) - seconds(before.at());
      double slope = span == 0 ? 0 : (point.factor() - before.factor()) / span;
      sum += (to - from) * (before.factor() + slope * (to - from) / 2);
      before = point;
    }
    return sum + before.factor() * Math.max(0, end - seconds(before.at()));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() * 1e-9;
  }
}

package io.adaptivelb.control;

import io.adaptivelb.allocation.Stage;
import io.adaptivelb.ejection.ErrorWatch.State;
import io.adaptivelb.fastpath.FastPathSettings;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What happens between two ticks: error bursts eject, endpoints on which requests pile up are cut. */
final class FastPath {
  private final FastPathSettings settings;
  private final Outages outages;

  FastPath(FastPathSettings settings, Outages outages) {
    this.settings = settings;
    this.outages = outages;
  }

  /** Runs one round of readings; tells whether anything changed. */
  boolean run(Collection<EndpointState> members, Instant now) {
    boolean ejected = outages.eject(
        members.stream()
            .filter(m -> m.errors.state() != State.EJECTED && m.bins.errorBurst())
            .toList(),
        members,
        now);
    return cutHot(members) || ejected;
  }

  private boolean cutHot(Collection<EndpointState> members) {
    List<EndpointState> serving =
        members.stream().filter(EndpointState::serving).toList();
    double median = Medians.median(serving, m -> m.bins.pressure(weight(m)));
    List<EndpointState> hot = serving.stream()
        .filter(m -> m.bins.updateHot(weight(m), median, m.cores()))
        .toList();
    long cutAlready = members.stream().filter(m -> m.cut < 1).count();
    long budget = Math.max(1, (long) (settings.maxCutRatio() * members.size())) - cutAlready;
    if (hot.size() > settings.maxHotRatio() * members.size() || members.size() < 2) {
      return false;
    }
    List<EndpointState> cut = hot.stream()
        .filter(m -> m.cut == 1)
        .sorted(Comparator.comparingDouble(m -> -m.bins.pressure(weight(m))))
        .limit(Math.max(0, budget))
        .toList();
    cut.forEach(member -> member.cut = settings.hotCut());
    return !cut.isEmpty() && settings.hotCut() < 1;
  }

  /** The weight in force, as a multiple of the fair share. */
  private static double weight(EndpointState member) {
    return member.staircase.after(Stage.OVERRIDE);
  }
}

package io.adaptivelb.control;

import io.adaptivelb.allocation.Stage;
import io.adaptivelb.ejection.ErrorWatch.State;
import io.adaptivelb.fastpath.FastPathSettings;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What happens between two ticks: error bursts eject, endpoints on which requests pile up are cut.
 *
 * <p>An endpoint on which requests pile up answers as many as it can, so its answers tell its capacity. It is first drained:
 * what waits there waits too long already, and every new request would wait behind it. When the pile is worked off (or after
 * ten seconds, whatever it looks like) it gets the square of its share: heavily loaded stations that lost most of their cores
 * are slow even when they keep up, and marginal cost, not capacity, is what the tick will allocate by.
 */
final class FastPath {
  /** Of the share that a cut endpoint could take. */
  private static final double MARGIN = 0.85;

  /** Of that, while it works off its pile. */
  private static final double DRAIN = 0.1;

  /** A drain ends after so many rounds of 250 ms. */
  private static final int MAX_DRAIN_ROUNDS = 40;

  /** A pile is worked off when no more than so many times the usual requests per weight are there. */
  private static final double USUAL = 1.5;

  private static final double LEAST_CUT = 0.02;
  private static final double MOST_CUT = 0.8;

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
    List<EndpointState> serving =
        members.stream().filter(EndpointState::serving).toList();
    double median = Medians.median(serving, m -> m.bins.pressure(weight(m)));
    boolean drained = endDrains(members, median);
    return cutHot(members, serving, median) || drained || ejected;
  }

  private boolean cutHot(
      Collection<EndpointState> members, List<EndpointState> serving, double median) {
    List<EndpointState> hot = serving.stream()
        .filter(m -> m.bins.updateHot(weight(m), median, m.cores()))
        .toList();
    long cutAlready = members.stream().filter(m -> m.cut < 1 || m.drain < 1).count();
    long budget = Math.max(1, (long) (settings.maxCutRatio() * members.size())) - cutAlready;
    if (hot.size() > settings.maxHotRatio() * members.size() || members.size() < 2) {
      return false;
    }
    List<EndpointState> cut = hot.stream()
        .filter(m -> m.cut == 1)
        .sorted(Comparator.comparingDouble(m -> -m.bins.pressure(weight(m))))
        .limit(Math.max(0, budget))
        .toList();
    double fair = serving.stream().mapToDouble(m -> m.bins.started()).average().orElse(Double.NaN);
    cut.forEach(member -> {
      member.cut = cut(member, fair);
      member.drain = DRAIN;
      member.drainRounds = 0;
    });
    return !cut.isEmpty() && settings.hotCut() < 1;
  }

  private static boolean endDrains(Collection<EndpointState> members, double median) {
    boolean ended = false;
    for (EndpointState member : members) {
      if (member.drain < 1
          && (++member.drainRounds > MAX_DRAIN_ROUNDS || workedOff(member, median))) {
        member.drain = 1;
        ended = true;
      }
    }
    return ended;
  }

  private static boolean workedOff(EndpointState member, double median) {
    double undrained = weight(member) / member.drain;
    return !(member.bins.inFlight() > 2 * member.cores()
        && member.bins.pressure(undrained) > USUAL * median);
  }

  /** What is left of a hot endpoint's weight until the next tick. */
  private double cut(EndpointState member, double fair) {
    double capable = member.bins.answered() / (fair * weight(member));
    double share = MARGIN * capable * capable;
    return Double.isNaN(share) ? settings.hotCut() : Math.clamp(share, LEAST_CUT, MOST_CUT);
  }

  /** The weight in force, as a multiple of the fair share. */
  private static double weight(EndpointState member) {
    return member.staircase.after(Stage.OVERRIDE);
  }
}

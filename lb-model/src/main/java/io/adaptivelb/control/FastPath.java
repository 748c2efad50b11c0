package io.adaptivelb.control;

import io.adaptivelb.allocation.Stage;
import io.adaptivelb.ejection.ErrorWatch.State;
import io.adaptivelb.fastpath.FastPathSettings;
import io.adaptivelb.fastpath.RecentBins;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What happens between two ticks: error bursts eject, endpoints on which requests pile up are drained and cut.
 *
 * <p><i>Drain first.</i> Every new request on a pile waits behind it, so as soon as a bin shows that far more came than was
 * answered, the endpoint gets next to nothing until the pile is worked off. That is right whatever the cause, and a garbage
 * collection is over by then.
 *
 * <p><i>Then cut.</i> An endpoint on which requests wait answers as many as it can, so its answers in such bins tell its
 * capacity. It keeps the square of its share: stations that lost most of their cores are slow even when they keep up, and
 * marginal cost, not capacity, is what the tick will allocate by. Bins in which it stood still tell nothing and are left out,
 * so a pause leaves no cut behind.
 */
final class FastPath {
  /** Of the share that a cut endpoint could take. */
  private static final double MARGIN = 0.85;

  /** What a drained endpoint keeps: enough to see that it answers. */
  private static final double DRAIN = 0.05;

  /** A drain ends after so many rounds of 250 ms. */
  private static final int MAX_DRAIN_ROUNDS = 40;

  /** A pile is worked off when no more than so many times the usual requests per weight are there. */
  private static final double USUAL = 1.5;

  /** Answering less than this share of what would be fair is standing still. */
  private static final double STALL = 0.05;

  private static final double LEAST_CUT = 0.02;
  private static final double MOST_CUT = 0.8;

  private final FastPathSettings settings;
  private final Outages outages;

  FastPath(FastPathSettings settings, Outages outages) {
    this.settings = settings;
    this.outages = outages;
  }

  /**
   * Runs one round of readings; tells whether anything changed.
   *
   * @param damping 0…1: how much of a cut is made, on the log scale, while the loop is seen to answer to itself
   */
  boolean run(Collection<EndpointState> members, double damping, Instant now) {
    List<EndpointState> serving =
        members.stream().filter(m -> m.serving() && m.bins.current(now)).toList();
    double usualErrors = Medians.median(serving, m -> m.bins.errorRatio());
    boolean ejected = outages.eject(
        members.stream()
            .filter(m -> m.errors.state() != State.EJECTED || m.errors.probing())
            .filter(m -> m.bins.current(now) && m.bins.errorBurst())
            .filter(m -> outages.standsOut(m.bins.errorRatio(), usualErrors))
            .toList(),
        members,
        now);
    double median = Medians.median(serving, m -> m.bins.pressure(weight(m)));
    double sojourn = Medians.median(serving, m -> m.bins.sojournBins());
    boolean ended = endDrains(members, fair(serving), median, damping);
    return beginDrains(members, serving, median, sojourn) || ended || ejected;
  }

  private boolean beginDrains(
      Collection<EndpointState> members,
      List<EndpointState> serving,
      double median,
      double sojourn) {
    List<EndpointState> hot = serving.stream()
        .filter(m -> m.bins.updateHot(weight(m), median, sojourn, m.cores()))
        .toList();
    if (hot.size() > settings.maxHotRatio() * members.size()
        || members.size() < 2
        || settings.hotCut() == 1) {
      return false;
    }
    long busy = members.stream().filter(m -> m.cut < 1 || m.drain < 1).count();
    long budget = Math.max(1, (long) (settings.maxCutRatio() * members.size())) - busy;
    List<EndpointState> chosen = hot.stream()
        .filter(m -> m.cut == 1 && m.drain == 1)
        .sorted(Comparator.comparingDouble(m -> -m.bins.pressure(weight(m))))
        .limit(Math.max(0, budget))
        .toList();
    chosen.forEach(member -> {
      member.drain = DRAIN;
      member.drainRounds = 0;
    });
    return !chosen.isEmpty();
  }

  private boolean endDrains(
      Collection<EndpointState> members, double fair, double median, double damping) {
    boolean ended = false;
    for (EndpointState member : members) {
      if (member.drain < 1
          && (++member.drainRounds > MAX_DRAIN_ROUNDS || workedOff(member, median))) {
        member.cut = Math.pow(cut(member, fair), damping);
        member.drain = 1;
        ended = true;
      }
    }
    return ended;
  }

  /** Requests a bin that an endpoint of weight 1 gets. */
  private static double fair(List<EndpointState> serving) {
    return serving.stream()
        .filter(m -> m.drain == 1)
        .mapToDouble(m -> m.bins.started() / weight(m))
        .average()
        .orElse(Double.NaN);
  }

  private static boolean workedOff(EndpointState member, double median) {
    return !member.bins.timesOut()
        && !(member.bins.inFlight() > RecentBins.many(member.cores())
            && member.bins.pressure(undrained(member)) > USUAL * median);
  }

  /** What is left of a drained endpoint's weight until the next tick. */
  private double cut(EndpointState member, double fair) {
    double wanted = fair * undrained(member);
    double answered = member.bins.answeredWhenSaturated(member.cores(), STALL * wanted);
    if (Double.isNaN(answered)) {
      return member.drainRounds > MAX_DRAIN_ROUNDS ? settings.hotCut() : 1;
    }
    double capable = answered / wanted;
    double share = MARGIN * capable * capable;
    return share > MOST_CUT ? 1 : Math.max(share, LEAST_CUT);
  }

  private static double undrained(EndpointState member) {
    return weight(member) / member.drain;
  }

  /** The weight in force, as a multiple of the fair share. */
  private static double weight(EndpointState member) {
    return member.staircase.after(Stage.OVERRIDE);
  }
}

package io.adaptivelb.control;

import io.adaptivelb.ejection.EjectionSettings;
import io.adaptivelb.ejection.ErrorWatch.State;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Decides how much of a cluster may be taken out. What would hit most of a cluster is not a bad endpoint but a bad
 * dependency, a bad deploy or a bad observer, and taking most of a cluster out turns any of these into an outage.
 */
final class Outages {
  private final EjectionSettings settings;

  Outages(EjectionSettings settings) {
    this.settings = settings;
  }

  /**
   * Ejects the candidates, or none of them when too many of the cluster would be out; one may always go, unless it is
   * alone.
   *
   * @return whether they were ejected
   */
  boolean eject(List<EndpointState> candidates, Collection<EndpointState> members, Instant now) {
    if (candidates.isEmpty()) {
      return false;
    }
    long more =
        candidates.stream().filter(c -> c.errors.state() != State.EJECTED).count();
    if (more > 0 && tooMany(ejected(members) + more, members)) {
      candidates.forEach(candidate -> candidate.spared = true);
      return false;
    }
    for (EndpointState candidate : candidates) {
      candidate.errors.eject(now.toEpochMilli());
      candidate.bins.clear();
    }
    return true;
  }

  /**
   * Whether an endpoint's share of errors is its own, and not that of a cluster that has too little left: whoever ejects then
   * leaves the rest with even less.
   */
  boolean standsOut(double errorRatio, double medianErrorRatio) {
    return !(errorRatio <= settings.relativeRatio() * medianErrorRatio);
  }

  /** Lets the ejected come back when a cluster that shrank has too many of them. */
  void release(Collection<EndpointState> members, Instant now) {
    long out = ejected(members);
    if (out > 0 && tooMany(out, members)) {
      members.stream()
          .filter(m -> m.errors.state() == State.EJECTED)
          .forEach(m -> m.errors.startReturn(now.toEpochMilli()));
    }
  }

  private static long ejected(Collection<EndpointState> members) {
    return members.stream().filter(m -> m.errors.state() == State.EJECTED).count();
  }

  private boolean tooMany(long out, Collection<EndpointState> members) {
    return members.size() < 2 || out > Math.max(1, settings.maxEjectedRatio() * members.size());
  }

  /** Decides whether failed health checks are believed: not when most of the cluster fails them. */
  void judgeHealth(Collection<EndpointState> members) {
    long down = members.stream().filter(m -> !m.healthy).count();
    boolean panic = members.size() < 2 || down > settings.maxUnhealthyRatio() * members.size();
    for (EndpointState member : members) {
      if (!member.healthy) {
        member.spared = panic;
      }
    }
  }
}

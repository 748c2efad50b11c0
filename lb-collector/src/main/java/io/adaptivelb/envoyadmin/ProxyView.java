package io.adaptivelb.envoyadmin;

import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What one proxy has shown of one cluster so far. Not thread-safe. */
public final class ProxyView {
  private final Map<EndpointId, HostHistory> histories = new HashMap<>();
  private boolean seen;
  private long lastNanos;
  private long elapsedNanos;

  /** What a look at one host brought. */
  public record HostView(HostStats stats, HostInterval interval) {}

  /**
   * Takes a look.
   *
   * @param members who is of interest, by address; a host that Envoy resolved from a name is found by the name, too
   * @param nanos monotonic time of the look
   * @return by member; empty for the first look
   * @throws SourceFailure when Envoy has none of the members
   */
  public Map<EndpointId, HostView> look(ClusterPage page, Set<EndpointId> members, long nanos)
      throws SourceFailure {
    Map<EndpointId, HostView> views = new LinkedHashMap<>();
    Set<EndpointId> present = new HashSet<>();
    for (HostStats host : page.hosts()) {
      present.add(host.id());
      HostInterval interval =
          histories.computeIfAbsent(host.id(), id -> new HostHistory(seen)).advance(host);
      EndpointId member = member(host, members);
      if (members.contains(member)) {
        views.merge(
            member,
            new HostView(host, interval),
            (a, b) -> new HostView(b.stats(), a.interval().plus(b.interval())));
      }
    }
    histories.keySet().retainAll(present);
    boolean first = !seen;
    seen = true;
    elapsedNanos = nanos - lastNanos;
    lastNanos = nanos;
    if (views.isEmpty()) {
      throw new SourceFailure(
          FailureCode.UNKNOWN_CLUSTER,
          "none of Envoy's %d hosts is one of the %d members"
              .formatted(page.hosts().size(), members.size()));
    }
    return first || elapsedNanos <= 0 ? Map.of() : views;
  }

  /** Time between the last two looks. */
  public long elapsedNanos() {
    return elapsedNanos;
  }

  private static EndpointId member(HostStats host, Set<EndpointId> members) {
    if (members.contains(host.id()) || host.hostname().isEmpty()) {
      return host.id();
    }
    try {
      return new EndpointId(host.hostname(), host.id().port());
    } catch (IllegalArgumentException e) {
      return host.id();
    }
  }
}

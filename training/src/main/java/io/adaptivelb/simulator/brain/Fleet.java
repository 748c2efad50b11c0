package io.adaptivelb.simulator.brain;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.simulator.engine.HostBook;
import io.adaptivelb.telemetry.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of a run's endpoints, and the calendar time of its virtual seconds. Immutable. */
public final class Fleet {
  /** When runs begin: any moment will do, but it must be the same for all. */
  private static final Instant BEGIN = Instant.parse("2026-01-05T00:00:00Z");

  private static final ClusterId CLUSTER = new ClusterId("simulated");

  private final List<Endpoint> endpoints;
  private final Map<EndpointId, Integer> indices = new HashMap<>();

  /** So many endpoints. */
  public Fleet(int size) {
    List<Endpoint> all = new ArrayList<>(size);
    for (int e = 0; e < size; e++) {
      // Names that sort as numbers do, so that index and order agree.
      EndpointId id = new EndpointId("e%04d".formatted(e), 80);
      all.add(new Endpoint(id, Locality.UNKNOWN, Map.of()));
      indices.put(id, e);
    }
    endpoints = List.copyOf(all);
  }

  /** The cluster that they are. */
  public ClusterId cluster() {
    return CLUSTER;
  }

  /** How many. */
  public int size() {
    return endpoints.size();
  }

  /** The name of an endpoint. */
  public EndpointId id(int index) {
    return endpoints.get(index).id();
  }

  /** The index of a name. */
  public int index(EndpointId id) {
    Integer index = indices.get(id);
    if (index == null) {
      throw new IllegalArgumentException("no endpoint %s in this run".formatted(id));
    }
    return index;
  }

  /** What discovery says. */
  public Membership membership(HostBook hosts, double now) {
    List<Endpoint> listed = new ArrayList<>();
    for (int e = 0; e < endpoints.size(); e++) {
      if (hosts.isListed(e)) {
        listed.add(endpoints.get(e));
      }
    }
    return new Membership(CLUSTER, instant(now), listed);
  }

  /** The calendar time of a virtual second. */
  public Instant instant(double now) {
    return BEGIN.plusNanos(Math.round(now * 1e9));
  }
}

package io.adaptivelb.xds;

import com.google.protobuf.Any;
import io.adaptivelb.weights.WeightSnapshot;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The resources of every cluster, each version serialised once. Reads are thread-safe and take no lock; {@link #update}
 * calls must take turns.
 */
final class ResourceTable {
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** What an update means for the streams. */
  enum Change {
    /** Proxies would do the same as before: nobody is told. */
    NONE,
    /** Weights moved. */
    WEIGHTS,
    /** Members came, went, or changed their health: every millisecond counts. */
    MEMBERS
  }

  /**
   * Takes over a snapshot.
   *
   * @param addresses the IP addresses known, by host
   * @param revision of the addresses: differs whenever they do
   */
  Change update(WeightSnapshot snapshot, Map<String, String> addresses, long revision) {
    String name = snapshot.cluster().value();
    Entry before = entries.get(name);
    if (before != null
        && (snapshot.version() < before.snapshot.version()
            || (before.revision == revision && before.snapshot.sameForProxies(snapshot)))) {
      return Change.NONE;
    }
    // One version a cluster: a change in one resends no other. Addresses enter it only where they
    // have ever moved.
    String version = snapshot.version() + (revision == 0 ? "" : "-" + revision);
    Map<Shape, VersionedResource> shapes = new EnumMap<>(Shape.class);
    for (Shape shape : Shape.values()) {
      Optional<ClusterLoadAssignment> assignment = Assignments.of(snapshot, addresses, shape);
      if (assignment.isEmpty()) {
        return Change.NONE;
      }
      shapes.put(shape, VersionedResource.of(name, version, Any.pack(assignment.get())));
    }
    entries.put(
        name,
        before == null
            ? new Entry(
                snapshot,
                revision,
                shapes,
                ProxylessResources.cluster(name),
                ProxylessResources.listener(name))
            : new Entry(snapshot, revision, shapes, before.cluster, before.listener));
    return before != null && sameMembers(before, snapshot, revision)
        ? Change.WEIGHTS
        : Change.MEMBERS;
  }

  /** A resource, if the cluster of that name has weights. */
  Optional<VersionedResource> find(ResourceType type, Shape shape, String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (type) {
          case LISTENER -> entry.listener;
          case CLUSTER -> entry.cluster;
          case ENDPOINTS -> entry.shapes.get(shape);
        });
  }

  /** Whether there is a cluster of that name. */
  boolean contains(String name) {
    return entries.containsKey(name);
  }

  /** The names of all clusters, at this moment. */
  Set<String> names() {
    return new TreeSet<>(entries.keySet());
  }

  private static boolean sameMembers(Entry before, WeightSnapshot now, long revision) {
    if (before.revision != revision
        || before.snapshot.endpoints().size() != now.endpoints().size()) {
      return false;
    }
    for (int i = 0; i < now.endpoints().size(); i++) {
      var a = before.snapshot.endpoints().get(i);
      var b = now.endpoints().get(i);
      if (!a.id().equals(b.id()) || a.status() != b.status()) {
        return false;
      }
    }
    return true;
  }

  private record Entry(
      WeightSnapshot snapshot,
      long revision,
      Map<Shape, VersionedResource> shapes,
      VersionedResource cluster,
      VersionedResource listener) {}
}

package io.adaptivelb.store;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.telemetry.Observer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which names are in the store, and their ids, in memory. Lookups are thread-safe; changes take turns. */
final class Directory {
  /** A cluster and its endpoints. */
  static final class Cluster {
    final ClusterId cluster;
    final Name name;
    final Map<EndpointId, Name> endpoints = new ConcurrentHashMap<>();
    final Map<Long, EndpointId> endpointsById = new ConcurrentHashMap<>();

    Cluster(ClusterId cluster, Name name) {
      this.cluster = cluster;
      this.name = name;
    }

    /** The name of an endpoint; new ones are not written yet. */
    Name endpoint(EndpointId endpoint) {
      Name known = endpoints.get(endpoint);
      return known != null ? known : add(endpoint, null);
    }

    private Name add(EndpointId endpoint, @Nullable NameRecord record) {
      List<String> parts = NameKey.parts(endpoint);
      long id = NameKey.idOf(parts);
      Name added = name(id, NameKey.endpoint(name.id, id), parts, record);
      endpoints.put(endpoint, added);
      endpointsById.put(id, endpoint);
      return added;
    }
  }

  private final Map<ClusterId, Cluster> clusters = new ConcurrentHashMap<>();
  private final Map<Long, Cluster> clustersById = new ConcurrentHashMap<>();
  private final Map<Observer, Name> observers = new ConcurrentHashMap<>();
  private final Map<Long, Observer> observersById = new ConcurrentHashMap<>();

  /** The cluster; a new one is not written yet. */
  Cluster cluster(ClusterId cluster) {
    Cluster known = clusters.get(cluster);
    return known != null ? known : add(cluster, null);
  }

  /** The observer's name; a new one is not written yet. */
  Name observer(Observer observer) {
    Name known = observers.get(observer);
    return known != null ? known : add(observer, null);
  }

  @Nullable
  Cluster find(ClusterId cluster) {
    return clusters.get(cluster);
  }

  @Nullable
  Observer findObserver(long id) {
    return observersById.get(id);
  }

  Set<ClusterId> clusters() {
    return new TreeSet<>(clusters.keySet());
  }

  int endpointCount() {
    return clusters.values().stream()
        .mapToInt(cluster -> cluster.endpoints.size())
        .sum();
  }

  /** Takes in a record from disk. Clusters must come before their endpoints, which the order of the keys ensures. */
  void load(byte[] key, byte[] value) throws CorruptRecordException {
    NameRecord record = NameRecord.decode(key, value);
    try {
      switch (key[0]) {
        case NameKey.CLUSTER -> add(NameKey.cluster(record.parts()), record);
        case NameKey.OBSERVER -> add(NameKey.observer(record.parts()), record);
        default -> {
          Cluster cluster = clustersById.get(NameKey.first(key));
          if (cluster == null) {
            throw new CorruptRecordException("an endpoint of an unknown cluster");
          }
          cluster.add(NameKey.endpoint(record.parts()), record);
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new CorruptRecordException("a name is broken: " + e.getMessage(), e);
    }
  }

  /** Forgets what is older than a slice; returns the keys of the records to delete. */
  List<byte[]> forgetOlderThan(long slice) {
    List<byte[]> forgotten = new ArrayList<>();
    for (Cluster cluster : clusters.values()) {
      forgotten.addAll(forget(cluster.endpoints.values(), cluster.endpointsById, slice));
    }
    List<Name> idle = clusters.values().stream()
        .filter(cluster -> cluster.endpoints.isEmpty())
        .map(cluster -> cluster.name)
        .filter(name -> name.olderThan(slice))
        .toList();
    for (Name name : idle) {
      Cluster cluster = clustersById.remove(name.id);
      if (cluster != null) {
        clusters.remove(cluster.cluster);
        forgotten.add(name.key);
      }
    }
    forgotten.addAll(forget(observers.values(), observersById, slice));
    return forgotten;
  }

  private static List<byte[]> forget(Collection<Name> names, Map<Long, ?> byId, long slice) {
    List<Name> old = names.stream().filter(name -> name.olderThan(slice)).toList();
    names.removeIf(name -> name.olderThan(slice));
    old.forEach(name -> byId.remove(name.id));
    return old.stream().map(name -> name.key).toList();
  }

  private Cluster add(ClusterId cluster, @Nullable NameRecord record) {
    List<String> parts = NameKey.parts(cluster);
    long id = NameKey.idOf(parts);
    Cluster added = new Cluster(cluster, name(id, NameKey.cluster(id), parts, record));
    clusters.put(cluster, added);
    clustersById.put(id, added);
    return added;
  }

  private Name add(Observer observer, @Nullable NameRecord record) {
    List<String> parts = NameKey.parts(observer);
    long id = NameKey.idOf(parts);
    Name added = name(id, NameKey.observer(id), parts, record);
    observers.put(observer, added);
    observersById.put(id, observer);
    return added;
  }

  private static Name name(long id, byte[] key, List<String> parts, @Nullable NameRecord record) {
    return record == null ? new Name(id, key, parts) : new Name(id, key, parts, record.lastSlice());
  }
}

package io.adaptivelb.xds;

import io.adaptivelb.xds.XdsRequest.Changes;
import io.adaptivelb.xds.XdsRequest.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one stream wants of one type of resource, and how much of it the client has. Not thread-safe: the stream guards it.
 *
 * <p>It remembers names, not messages: what is due is looked up when it can be sent. At most one response is under way
 * until the client has accepted or refused it, so a slow client skips to the newest version and never builds up a queue.
 * A refused version is not sent again until the resource changes; if it came in a group, the group's members are then sent
 * one by one, so that one bad resource does not hold back the others.
 *
 * <p>A name that does not exist is not answered. The protocol would let us say "removed", but a server that has only just
 * started may not know the cluster <i>yet</i>, and the client would drop endpoints that still serve.
 *
 * <p>Rules: <a href="https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol">the xDS protocol</a>.
 */
final class Subscription {
  /** More names a stream and type are refused. */
  static final int MAX_NAMES = 10_000;

  /** Responses are cut here, well below the 4 MiB that gRPC clients accept by default. */
  static final int MAX_RESPONSE_BYTES = 1 << 20;

  /** Longer names are passed over: no cluster has one. */
  static final int MAX_NAME_LENGTH = 253;

  private static final String ALL = "*";

  private final ResourceType type;
  private final Set<String> names = new LinkedHashSet<>();
  private final Map<String, String> held = new HashMap<>();
  private final Map<String, String> refused = new HashMap<>();
  private final Set<String> suspects = new HashSet<>();
  private final Set<String> due = new LinkedHashSet<>();
  private boolean all;
  private boolean opened;
  private boolean named;
  private String lastNonce = "";
  private @Nullable Map<String, String> underWay;

  Subscription(ResourceType type) {
    this.type = type;
  }

  /** What a request meant. */
  sealed interface Outcome {}

  /**
   * It changed what the client wants, or confirmed what it got.
   *
   * @param accepted version by name; empty when it answers nothing
   */
  record Taken(Map<String, String> accepted) implements Outcome {}

  /** It answers a response that is no longer the last one, and is to be ignored. */
  record Stale() implements Outcome {}

  /**
   * The client refuses what it got.
   *
   * @param resources version by name
   */
  record Refusal(Map<String, String> resources) implements Outcome {}

  /** More names than {@link #MAX_NAMES}. */
  static final class TooManyNames extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** Takes a request. */
  Outcome take(XdsRequest request, ResourceTable table) throws TooManyNames {
    return switch (request.wish()) {
      case Names wish -> takeNames(request, wish.names(), table);
      case Changes wish -> takeChanges(request, wish, table);
    };
  }

  private Outcome takeNames(XdsRequest request, List<String> wanted, ResourceTable table)
      throws TooManyNames {
    boolean answers = !request.nonce().isEmpty() && !lastNonce.isEmpty();
    if (answers && !request.nonce().equals(lastNonce)) {
      return new Stale();
    }
    Map<String, String> settled = answers ? underWay : null;
    Outcome outcome = answers ? settle(request.error()) : new Taken(Map.of());
    if (wanted.size() > MAX_NAMES) {
      throw new TooManyNames();
    }
    Set<String> now = new LinkedHashSet<>(wanted);
    now.removeIf(Subscription::isTooLong);
    boolean everything = now.remove(ALL);
    named |= !wanted.isEmpty();
    everything |= !named && type.wholeStates();
    boolean same = opened && now.equals(names) && everything == all;
    opened = true;
    for (String gone : List.copyOf(names)) {
      if (!now.contains(gone)) {
        unsubscribe(gone);
      }
    }
    now.stream().filter(names::add).forEach(due::add);
    if (everything && !all) {
      due.addAll(table.names());
    }
    all = everything;
    if (same && settled == null && request.error().isEmpty()) {
      // Neither an answer to anything nor a new wish: the client (a cluster that warms up again)
      // wants it once more.
      Set<String> again = all ? table.names() : names;
      again.forEach(held::remove);
      due.addAll(again);
    }
    return outcome;
  }

  private Outcome takeChanges(XdsRequest request, Changes wish, ResourceTable table)
      throws TooManyNames {
    Outcome outcome = new Taken(Map.of());
    if (!request.nonce().isEmpty() && !lastNonce.isEmpty()) {
      outcome = request.nonce().equals(lastNonce) ? settle(request.error()) : new Stale();
    }
    if (wish.held().size() > MAX_NAMES) {
      throw new TooManyNames();
    }
    boolean first = !opened;
    opened = true;
    if (first) {
      wish.held().forEach((name, version) -> {
        if (!isTooLong(name) && !isTooLong(version)) {
          held.put(name, version);
        }
      });
      all = wish.subscribe().isEmpty() && type.wholeStates();
      if (all) {
        due.addAll(table.names());
      }
    }
    for (String name : wish.subscribe()) {
      if (name.equals(ALL)) {
        all = true;
        due.addAll(table.names());
        continue;
      }
      if (isTooLong(name)) {
        continue;
      }
      if (names.add(name) && names.size() > MAX_NAMES) {
        throw new TooManyNames();
      }
      due.add(name);
      if (!first) {
        // Asked for again: it is owed again, whatever we think that the client has.
        held.remove(name);
        refused.remove(name);
      }
    }
    for (String name : wish.unsubscribe()) {
      if (name.equals(ALL)) {
        all = false;
        due.retainAll(names);
      } else {
        unsubscribe(name);
      }
    }
    return outcome;
  }

  private Outcome settle(Optional<String> error) {
    if (underWay == null) {
      return new Taken(Map.of());
    }
    Map<String, String> answered = underWay;
    underWay = null;
    if (error.isEmpty()) {
      suspects.removeAll(answered.keySet());
      return new Taken(answered);
    }
    answered.forEach((name, version) -> {
      held.remove(name);
      if (answered.size() == 1 || type.wholeStates()) {
        refused.put(name, version);
      } else if (all || names.contains(name)) {
        suspects.add(name);
        due.add(name);
      }
    });
    return new Refusal(answered);
  }

  private void unsubscribe(String name) {
    names.remove(name);
    due.remove(name);
    held.remove(name);
    refused.remove(name);
    suspects.remove(name);
  }

  private static boolean isTooLong(String name) {
    return name.length() > MAX_NAME_LENGTH;
  }

  /** Takes note that a resource changed; says whether this client wants it. */
  boolean changed(String name) {
    return (all || names.contains(name)) && due.add(name);
  }

  /**
   * What is to be sent now.
   *
   * @param nonce the response's, if there is one
   * @param stateOfTheWorld whether what is left out of a response counts as deleted, for the types where it does
   * @return empty when nothing is due or a response is under way
   */
  List<VersionedResource> next(
      ResourceTable table, Shape shape, String nonce, boolean stateOfTheWorld) {
    if (underWay != null) {
      return List.of();
    }
    List<VersionedResource> batch = dueNow(table, shape);
    if (batch.isEmpty()) {
      return batch;
    }
    if (stateOfTheWorld && type.wholeStates()) {
      Set<String> wanted = all ? table.names() : names;
      due.removeAll(wanted);
      batch = wanted.stream()
          .flatMap(name -> table.find(type, shape, name).stream())
          .toList();
    }
    Map<String, String> versions = new LinkedHashMap<>();
    batch.forEach(resource -> versions.put(resource.name(), resource.version()));
    held.putAll(versions);
    underWay = versions;
    lastNonce = nonce;
    return batch;
  }

  private List<VersionedResource> dueNow(ResourceTable table, Shape shape) {
    List<VersionedResource> batch = new ArrayList<>();
    int bytes = 0;
    for (Iterator<String> each = due.iterator(); each.hasNext(); ) {
      String name = each.next();
      VersionedResource resource = table.find(type, shape, name).orElse(null);
      if (resource == null
          || resource.version().equals(held.get(name))
          || resource.version().equals(refused.get(name))) {
        each.remove();
        continue;
      }
      boolean alone = suspects.contains(name);
      if (!batch.isEmpty() && (alone || bytes + resource.bytes() > MAX_RESPONSE_BYTES)) {
        break;
      }
      each.remove();
      refused.remove(name);
      batch.add(resource);
      bytes += resource.bytes();
      if (alone) {
        break;
      }
    }
    return batch;
  }

  /** Whether a response waits for the client's answer. */
  boolean isWaiting() {
    return underWay != null;
  }

  /** What the client asked for by name. */
  Set<String> names() {
    return Set.copyOf(names);
  }
}

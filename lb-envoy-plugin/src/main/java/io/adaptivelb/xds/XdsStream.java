package io.adaptivelb.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One stream of a proxy. Thread-safe: the transport calls with what the client sends, the server with what changed.
 *
 * <p>It sends only while the transport takes it; when it is full, what is due stays a name and is looked up later, in its
 * then newest version.
 */
final class XdsStream<Q, R> implements StreamObserver<Q> {
  private static final int MAX_NODE_LENGTH = 100;
  private static final int MAX_UNSERVED = 20;

  private final Protocol<Q, R> protocol;
  private final Optional<ResourceType> only;
  private final XdsStreams streams;
  private final ServerCallStreamObserver<R> out;
  private final Map<ResourceType, Subscription> subscriptions = new EnumMap<>(ResourceType.class);
  private final Set<String> unserved = new TreeSet<>();
  private String node = "";
  private Shape shape = Shape.BY_LOCALITY;
  private long nonces;
  private boolean opened;
  private boolean closed;

  /**
   * A stream.
   *
   * @param only the type that a stand-alone service serves; all of them on an aggregated stream
   */
  XdsStream(
      Protocol<Q, R> protocol,
      Optional<ResourceType> only,
      XdsStreams streams,
      ServerCallStreamObserver<R> out) {
    this.protocol = protocol;
    this.only = only;
    this.streams = streams;
    this.out = out;
  }

  @Override
  public synchronized void onNext(Q message) {
    if (closed) {
      return;
    }
    XdsRequest request = protocol.read(message);
    if (!opened) {
      opened = true;
      // A client that does not say who it is gets weights all the same; the status shows it without
      // a name.
      Node self = request.node().orElse(Node.getDefaultInstance());
      node = name(self);
      shape = Shape.of(self);
    }
    if (request.typeUrl().isEmpty() && only.isEmpty()) {
      fail(Status.INVALID_ARGUMENT.withDescription("type_url is empty on an aggregated stream"));
      return;
    }
    Optional<ResourceType> type =
        request.typeUrl().isEmpty() ? only : ResourceType.ofUrl(request.typeUrl());
    if (only.isPresent() && !type.equals(only)) {
      fail(Status.INVALID_ARGUMENT.withDescription("type_url \"%s\" on a stream of %s"
          .formatted(Refusals.printable(request.typeUrl()), only.get().url())));
    } else if (type.isEmpty()) {
      // An Envoy may ask for more over one stream than we have; the endpoints must not suffer from
      // it.
      if (unserved.size() < MAX_UNSERVED) {
        unserved.add(Refusals.printable(request.typeUrl()));
      }
      streams.meters().unserved();
    } else {
      take(request, type.get());
      drain();
    }
  }

  private void take(XdsRequest request, ResourceType type) {
    Subscription subscription = subscriptions.computeIfAbsent(type, Subscription::new);
    try {
      switch (subscription.take(request, streams.table())) {
        case Subscription.Taken taken ->
          streams.refusals().accepted(node, taken.accepted().keySet());
        case Subscription.Stale stale -> streams.meters().stale();
        case Subscription.Refusal refusal -> {
          String message = request.error().orElse("");
          refusal
              .resources()
              .forEach((cluster, version) ->
                  streams.refusals().refused(node, cluster, version, message));
        }
      }
    } catch (Subscription.TooManyNames e) {
      fail(Status.RESOURCE_EXHAUSTED.withDescription(
          "more than %d resource names of %s on one stream"
              .formatted(Subscription.MAX_NAMES, type.url())));
    }
  }

  /** Sends what is due, as far as the transport takes it. */
  synchronized void drain() {
    if (closed) {
      return;
    }
    for (ResourceType type : ResourceType.values()) {
      Subscription subscription = subscriptions.get(type);
      if (subscription == null || !out.isReady()) {
        continue;
      }
      String nonce = Long.toString(nonces + 1);
      List<VersionedResource> batch = subscription.next(
          streams.table(), shape, nonce, protocol instanceof Protocol.StateOfTheWorld);
      if (!batch.isEmpty()) {
        nonces++;
        out.onNext(protocol.response(type, nonce, batch));
        streams.meters().sent(batch.size());
      }
    }
  }

  /** A cluster has a new version. */
  synchronized void changed(String cluster) {
    boolean wanted = false;
    for (Subscription subscription : subscriptions.values()) {
      wanted |= subscription.changed(cluster);
    }
    if (wanted) {
      drain();
    }
  }

  /** Whether the client ever said what it wants. */
  synchronized boolean isOpened() {
    return opened;
  }

  /** The client's name; empty before its first request. */
  synchronized String node() {
    return node;
  }

  /** Whether the client owes an answer, or its transport is full. */
  synchronized boolean isBehind() {
    return !out.isReady() || subscriptions.values().stream().anyMatch(Subscription::isWaiting);
  }

  /** The clusters that the client asked for and that are not there. */
  synchronized Set<String> unknown() {
    Set<String> unknown = new TreeSet<>();
    for (Subscription subscription : subscriptions.values()) {
      for (String name : subscription.names()) {
        if (!streams.table().contains(name)) {
          unknown.add(Refusals.printable(name));
        }
      }
    }
    return unknown;
  }

  /** The types that the client asked for and that nobody serves here. */
  synchronized Set<String> unserved() {
    return Set.copyOf(unserved);
  }

  /** Ends the stream. */
  synchronized void fail(Status status) {
    if (!closed) {
      closed = true;
      streams.remove(this);
      out.onError(status.asRuntimeException());
    }
  }

  @Override
  public synchronized void onError(Throwable cause) {
    closed = true;
    streams.remove(this);
  }

  @Override
  public synchronized void onCompleted() {
    if (!closed) {
      closed = true;
      streams.remove(this);
      out.onCompleted();
    }
  }

  private static String name(Node node) {
    String id = Refusals.printable(node.getId());
    if (id.isEmpty()) {
      return "(no node id)";
    }
    return id.length() <= MAX_NODE_LENGTH ? id : id.substring(0, MAX_NODE_LENGTH) + "…";
  }
}

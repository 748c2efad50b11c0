package io.adaptivelb.collector;

import io.adaptivelb.discovery.Discovery;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.telemetry.Membership;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One cluster: keeps its members, beats its tick, and lends both to the parts. Confined to the timeline's thread.
 *
 * <p>Members are published when they are first seen, at every change, and once a tick. A look-up that fails or finds
 * nobody changes nothing: an empty cluster is never believed.
 */
final class ClusterCollector {
  private final Scene scene;
  private final Discovery discovery;
  private final List<Part> parts;
  private final TargetLog log;
  private Map<EndpointId, Endpoint> members = Map.of();
  private long beats;
  private long firstBeatNanos;
  private boolean closed;

  ClusterCollector(Scene scene, Discovery discovery, List<Part> parts) {
    this.scene = scene;
    this.discovery = discovery;
    this.parts = parts;
    this.log = scene.log(Source.DISCOVERY, discovery.target());
  }

  void start() {
    look();
  }

  void logs(Consumer<TargetLog> each) {
    each.accept(log);
    parts.forEach(part -> part.logs(each));
  }

  void close() {
    closed = true;
    parts.forEach(Part::close);
    discovery.close();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback handles both outcomes
  private void look() {
    if (closed) {
      return;
    }
    long asked = scene.timeline().nanos();
    discovery
        .look()
        .whenComplete((found, cause) -> scene.timeline().execute(() -> {
          if (closed) {
            return;
          }
          if (cause == null) {
            log.succeeded(
                scene.timeline().now(), Duration.ofNanos(scene.timeline().nanos() - asked), 0);
            adopt(found);
          } else {
            log.failed(scene.timeline().now(), failure(cause));
          }
          if (!discovery.refresh().isZero()) {
            scene.timeline().after(discovery.refresh(), this::look);
          }
        }));
  }

  private void adopt(List<Endpoint> found) {
    Map<EndpointId, Endpoint> now = new LinkedHashMap<>();
    found.forEach(endpoint -> now.put(endpoint.id(), endpoint));
    if (now.equals(members)) {
      return;
    }
    Map<EndpointId, Endpoint> before = members;
    members = now;
    long joined = now.keySet().stream().filter(id -> !before.containsKey(id)).count();
    long left = before.keySet().stream().filter(id -> !now.containsKey(id)).count();
    scene.events().membershipChanged(scene.cluster(), (int) joined, (int) left, now.size());
    publish();
    parts.forEach(part -> part.members(now));
    if (before.isEmpty()) {
      beginTicks();
    }
  }

  /** The first scrape sets the counters' base, so it comes at once; from then on clusters beat apart. */
  private void beginTicks() {
    parts.forEach(Part::tick);
    long tick = scene.settings().tick().toNanos();
    long phase = tick / 2 + scene.random().nextLong(tick / 2 + 1);
    firstBeatNanos = scene.timeline().nanos() + phase;
    scene.timeline().after(Duration.ofNanos(phase), this::beat);
  }

  private void beat() {
    if (closed) {
      return;
    }
    beats++;
    // Counted from the first beat, so that a late one does not push all later ones back.
    long next = firstBeatNanos + beats * scene.settings().tick().toNanos();
    long wait = Math.max(0, next - scene.timeline().nanos());
    scene.timeline().after(Duration.ofNanos(wait), this::beat);
    publish();
    parts.forEach(Part::tick);
  }

  private void publish() {
    scene
        .outbox()
        .addNow(List.of(new Membership(
            scene.cluster(), scene.timeline().now(), List.copyOf(members.values()))));
  }

  private static SourceFailure failure(@Nullable Throwable cause) {
    Throwable root = cause instanceof CompletionException wrapped ? wrapped.getCause() : cause;
    return root instanceof SourceFailure failure
        ? failure
        : new SourceFailure(FailureCode.CONNECTION_FAILED, String.valueOf(root));
  }
}

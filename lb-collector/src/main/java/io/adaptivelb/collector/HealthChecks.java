package io.adaptivelb.collector;

import io.adaptivelb.clusters.HealthCheckSettings;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.fetch.Fetcher;
import io.adaptivelb.fetch.Network;
import io.adaptivelb.healthcheck.Probe;
import io.adaptivelb.healthcheck.ProbeResult;
import io.adaptivelb.healthcheck.Verdict;
import io.adaptivelb.telemetry.HealthTransition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Active checks of a cluster's endpoints: each on its own clock, from a random moment on.
 *
 * <p>When a connection that checks keep open closes by itself, the endpoint is checked at once instead of at the next
 * interval: a process that was killed is then found out within milliseconds. That happens at most once an interval, so
 * that a server that closes every idle connection is not checked in a loop.
 */
final class HealthChecks implements Part {
  /** A deadline that passes so many times too late was missed by us (a pause, a starved machine), not by the endpoint. */
  private static final double STALLED = 1.5;

  private final Scene scene;
  private final HealthCheckSettings settings;
  private final Network network;
  private final Fetcher fetcher;
  private final Map<EndpointId, Check> checks = new HashMap<>();

  HealthChecks(Scene scene, HealthCheckSettings settings, Network network, Fetcher fetcher) {
    this.scene = scene;
    this.settings = settings;
    this.network = network;
    this.fetcher = fetcher;
  }

  @Override
  public void members(Map<EndpointId, Endpoint> members) {
    checks.entrySet().removeIf(entry -> {
      boolean left = !members.containsKey(entry.getKey());
      if (left) {
        entry.getValue().close();
      }
      return left;
    });
    members.keySet().forEach(id -> checks.computeIfAbsent(id, Check::new));
  }

  @Override
  public void logs(Consumer<TargetLog> each) {
    checks.values().forEach(check -> each.accept(check.log));
  }

  @Override
  public void close() {
    checks.values().forEach(Check::close);
  }

  /** One endpoint under watch. */
  private final class Check {
    private final EndpointId id;
    private final TargetLog log;
    private final Verdict verdict = new Verdict(settings.rise(), settings.fall());
    private final Probe probe;
    private Runnable next;
    private long askedNanos;
    private long suspectedNanos;
    private boolean underWay;
    private boolean closed;

    Check(EndpointId id) {
      this.id = id;
      this.log = scene.log(Source.HEALTH_CHECK, id.toString());
      this.probe =
          Probe.of(settings, id, network, fetcher, () -> scene.timeline().execute(this::suspect));
      this.suspectedNanos = scene.timeline().nanos() - settings.interval().toNanos();
      long first = scene.random().nextLong(settings.interval().toNanos());
      this.next = scene.timeline().after(Duration.ofNanos(first), this::ask);
    }

    private void ask() {
      if (closed || underWay) {
        return;
      }
      underWay = true;
      askedNanos = scene.timeline().nanos();
      probe.check(result -> scene.timeline().execute(() -> answered(result)));
    }

    private void answered(ProbeResult result) {
      underWay = false;
      if (closed) {
        return;
      }
      long took = scene.timeline().nanos() - askedNanos;
      judge(result, took);
      long jitter = settings.jitter().toNanos();
      long shift = jitter == 0 ? 0 : scene.random().nextLong(-jitter, jitter + 1);
      long wait = Math.max(0, settings.interval().toNanos() + shift - took);
      next = scene.timeline().after(Duration.ofNanos(wait), this::ask);
    }

    private void judge(ProbeResult result, long took) {
      if (!(result instanceof ProbeResult.Failed bad)) {
        log.succeeded(scene.timeline().now(), Duration.ofNanos(took), 0);
      } else if (bad.failure().code() == FailureCode.TIMEOUT && took > STALLED * timeoutNanos()) {
        log.failed(
            scene.timeline().now(),
            new SourceFailure(
                FailureCode.OVERLOADED,
                "the deadline of %d ms passed after %d ms: this process stood still, so the check says nothing"
                    .formatted(timeoutNanos() / 1_000_000, took / 1_000_000)));
        return;
      } else {
        log.failed(scene.timeline().now(), bad.failure());
      }
      verdict.note(result).ifPresent(this::publish);
    }

    private long timeoutNanos() {
      return settings.timeout().toNanos();
    }

    private void publish(Verdict.Change change) {
      scene
          .outbox()
          .addNow(List.of(new HealthTransition(
              scene.cluster(), id, scene.timeline().now(), change.healthy(), change.reason())));
      scene.events().healthChanged(scene.cluster(), id, change.healthy(), change.reason());
    }

    private void suspect() {
      long now = scene.timeline().nanos();
      if (!closed && !underWay && now - suspectedNanos >= settings.interval().toNanos()) {
        suspectedNanos = now;
        next.run();
        ask();
      }
    }

    private void close() {
      closed = true;
      next.run();
      probe.close();
    }
  }
}

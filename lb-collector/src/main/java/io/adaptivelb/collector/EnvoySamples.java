package io.adaptivelb.collector;

import io.adaptivelb.clusters.EnvoySettings;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.envoyadmin.BreakerPage;
import io.adaptivelb.envoyadmin.ClusterPage;
import io.adaptivelb.envoyadmin.ProxyView;
import io.adaptivelb.envoyadmin.ProxyView.HostView;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.fetch.Fetcher;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the proxies in front of a cluster saw of its endpoints in a tick: one request to a proxy gives a sample for each of
 * its hosts, another one the breakers. Envoy keeps no latency by host, so there is none in these samples.
 */
final class EnvoySamples implements Part {
  private final Scene scene;
  private final List<Proxy> proxies;
  private Map<EndpointId, Endpoint> members = Map.of();

  EnvoySamples(Scene scene, EnvoySettings settings, Fetcher fetcher) {
    this.scene = scene;
    this.proxies = settings.admins().stream()
        .map(admin -> new Proxy(
            new EnvoyAdmin(scene, settings, admin, settings.timeout(), fetcher, Source.ENVOY)))
        .toList();
  }

  @Override
  public void members(Map<EndpointId, Endpoint> now) {
    members = now;
  }

  @Override
  public void tick() {
    long spread = scene.settings().jitter().toNanos();
    for (int i = 0; i < proxies.size(); i++) {
      scene.timeline().after(Duration.ofNanos(spread * i / proxies.size()), proxies.get(i)::ask);
    }
  }

  @Override
  public void logs(Consumer<TargetLog> each) {
    proxies.forEach(proxy -> each.accept(proxy.admin.log()));
  }

  @Override
  public void close() {
    proxies.forEach(proxy -> proxy.admin.close());
  }

  /** One proxy's turn: its hosts, then its breakers, then the samples. */
  private final class Proxy {
    private final EnvoyAdmin admin;
    private final ProxyView view = new ProxyView();
    private boolean underWay;

    Proxy(EnvoyAdmin admin) {
      this.admin = admin;
    }

    void ask() {
      if (!underWay) {
        underWay = true;
        admin.hosts(this::look, () -> underWay = false);
      }
    }

    private void look(ClusterPage page) {
      Instant time = scene.timeline().now();
      Map<EndpointId, HostView> views;
      try {
        views = view.look(page, members.keySet(), scene.timeline().nanos());
      } catch (SourceFailure failure) {
        admin.log().failed(time, failure);
        underWay = false;
        return;
      }
      Duration interval = Duration.ofNanos(Math.max(1, view.elapsedNanos()));
      admin.get(
          BreakerPage.path(page.observabilityName()),
          response -> BreakerPage.open(response.bytes(), response.from(), response.to())
              ? CircuitBreaker.OPEN
              : CircuitBreaker.CLOSED,
          breaker -> publish(views, time, interval, breaker),
          () -> publish(views, time, interval, CircuitBreaker.UNKNOWN));
    }

    private void publish(
        Map<EndpointId, HostView> views, Instant time, Duration interval, CircuitBreaker breaker) {
      underWay = false;
      Observer observer = new Observer(Observer.Kind.PROXY, admin.address(), admin.locality());
      views.forEach((id, host) -> scene
          .outbox()
          .add(new TelemetrySample(
              scene.cluster(),
              id,
              observer,
              time,
              interval,
              host.interval().outcomes(),
              LatencyHistogram.EMPTY,
              host.interval().inFlight(),
              Resources.UNKNOWN,
              // To whoever sends requests, an ejected host looks like an open breaker of its own.
              host.stats().ejected() ? CircuitBreaker.OPEN : breaker,
              Instant.EPOCH)));
    }
  }
}

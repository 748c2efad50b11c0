package io.adaptivelb.collector;

import io.adaptivelb.clusters.EnvoySettings;
import io.adaptivelb.clusters.FastSettings;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.envoyadmin.ClusterPage;
import io.adaptivelb.envoyadmin.HostInterval;
import io.adaptivelb.envoyadmin.ProxyView;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.fetch.Fetcher;
import io.adaptivelb.telemetry.FastReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Fast bins from the proxies: every interval all of them are asked, and what they saw of an endpoint is added up. A bin
 * closes when every proxy has answered that answered the last time; one that hangs is not waited for twice, and what it
 * brings later counts into the next bin. Its last in-flight requests count for a second, then no more.
 */
final class EnvoyBins implements Part {
  private static final long IN_FLIGHT_MEMORY_NANOS = 1_000_000_000L;

  private final Scene scene;
  private final FastSettings settings;
  private final List<Proxy> proxies;
  private Map<EndpointId, Endpoint> members = Map.of();
  private Map<EndpointId, HostInterval> bin = new LinkedHashMap<>();
  private boolean started;
  private boolean open;

  EnvoyBins(Scene scene, EnvoySettings envoy, FastSettings settings, Fetcher fetcher) {
    this.scene = scene;
    this.settings = settings;
    this.proxies = envoy.admins().stream()
        .map(admin -> new Proxy(
            new EnvoyAdmin(scene, envoy, admin, settings.timeout(), fetcher, Source.FAST)))
        .toList();
  }

  @Override
  public void members(Map<EndpointId, Endpoint> now) {
    members = now;
    if (!started) {
      started = true;
      ask();
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

  private void ask() {
    scene.timeline().after(settings.interval(), this::ask);
    if (open) {
      closeBin();
    }
    open = true;
    proxies.forEach(Proxy::ask);
  }

  private void closeBinIfComplete() {
    if (open && proxies.stream().noneMatch(proxy -> proxy.underWay && proxy.prompt)) {
      closeBin();
    }
  }

  private void closeBin() {
    open = false;
    Instant time = scene.timeline().now();
    long nanos = scene.timeline().nanos();
    List<FastReading> readings = new ArrayList<>(bin.size());
    bin.forEach((id, sum) -> readings.add(new FastReading(
        scene.cluster(), id, time, sum.started(), sum.outcomes(), inFlight(id, nanos))));
    bin = new LinkedHashMap<>();
    if (!readings.isEmpty()) {
      scene.outbox().addNow(readings);
    }
  }

  private double inFlight(EndpointId id, long nanos) {
    double sum = 0;
    for (Proxy proxy : proxies) {
      if (nanos - proxy.seenNanos < IN_FLIGHT_MEMORY_NANOS) {
        sum += proxy.inFlight.getOrDefault(id, 0.0);
      }
    }
    return sum;
  }

  /** One proxy's turn. */
  private final class Proxy {
    private final EnvoyAdmin admin;
    private final ProxyView view = new ProxyView();
    private final Map<EndpointId, Double> inFlight = new HashMap<>();
    private long seenNanos;
    private boolean underWay;
    private boolean prompt = true;

    Proxy(EnvoyAdmin admin) {
      this.admin = admin;
    }

    void ask() {
      if (underWay) {
        prompt = false;
        return;
      }
      underWay = true;
      admin.hosts(this::look, () -> ended(false));
    }

    private void look(ClusterPage page) {
      try {
        long nanos = scene.timeline().nanos();
        Map<EndpointId, ProxyView.HostView> views = view.look(page, members.keySet(), nanos);
        inFlight.clear();
        seenNanos = nanos;
        views.forEach((id, host) -> {
          HostInterval counts = host.interval();
          inFlight.put(id, counts.inFlight());
          bin.merge(id, counts, HostInterval::plus);
        });
        ended(true);
      } catch (SourceFailure failure) {
        admin.log().failed(scene.timeline().now(), failure);
        ended(false);
      }
    }

    private void ended(boolean good) {
      underWay = false;
      prompt = good;
      closeBinIfComplete();
    }
  }
}

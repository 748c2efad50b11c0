package io.adaptivelb.collector;

import io.adaptivelb.clusters.EnvoySettings;
import io.adaptivelb.clusters.FastSettings;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.envoyadmin.ClusterPage;
import io.adaptivelb.envoyadmin.HostInterval;
import io.adaptivelb.envoyadmin.ProxyView;
import io.adaptivelb.envoyadmin.ProxyView.HostView;
import io.adaptivelb.failure.SourceFailure;
import io.adaptivelb.fetch.Fetcher;
import io.adaptivelb.telemetry.FastReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fast bins from the proxies: every interval all of them are asked, and what they saw of an endpoint is added up. A bin
 * closes when every proxy has answered that answered the last time; one that hangs is not waited for twice, and what it
 * brings later counts into the next bin. What it said last of in-flight requests and health counts for a second.
 */
final class EnvoyBins implements Part {
  private static final long MEMORY_NANOS = 1_000_000_000L;

  private final Scene scene;
  private final FastSettings settings;
  private final List<Proxy> proxies;
  private Map<EndpointId, Endpoint> members = Map.of();
  private Map<EndpointId, HostInterval> bin = new LinkedHashMap<>();
  private final Optional<ProxyHealth> health;
  private boolean started;
  private boolean open;

  EnvoyBins(Scene scene, EnvoySettings envoy, FastSettings settings, Fetcher fetcher) {
    this.scene = scene;
    this.settings = settings;
    // Two judges would contradict each other: where we check ourselves, Envoy's verdict is not
    // asked.
    this.health = scene.settings().healthCheck() == null
        ? Optional.of(new ProxyHealth(scene))
        : Optional.empty();
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
    health.ifPresent(watch -> watch.judge(members.keySet(), freshViews(nanos)));
    if (!readings.isEmpty()) {
      scene.outbox().addNow(readings);
    }
  }

  private double inFlight(EndpointId id, long nanos) {
    double sum = 0;
    for (Map<EndpointId, HostView> view : freshViews(nanos)) {
      HostView host = view.get(id);
      sum += host == null ? 0 : host.interval().inFlight();
    }
    return sum;
  }

  private List<Map<EndpointId, HostView>> freshViews(long nanos) {
    return proxies.stream()
        .filter(proxy -> nanos - proxy.seenNanos < MEMORY_NANOS)
        .map(proxy -> proxy.last)
        .toList();
  }

  /** One proxy's turn. */
  private final class Proxy {
    private final EnvoyAdmin admin;
    private final ProxyView view = new ProxyView();
    private Map<EndpointId, HostView> last = Map.of();
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
        last = view.look(page, members.keySet(), nanos);
        seenNanos = nanos;
        last.forEach((id, host) -> bin.merge(id, host.interval(), HostInterval::plus));
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

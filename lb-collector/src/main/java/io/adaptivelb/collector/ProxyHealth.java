package io.adaptivelb.collector;

import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.envoyadmin.ProxyView.HostView;
import io.adaptivelb.telemetry.HealthTransition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The verdict of Envoys' own active health checks, for clusters that we do not check: an endpoint is unhealthy while more
 * than half of the proxies that show it say so. Confined to the timeline's thread.
 *
 * <p>Envoy does not tell whether it checks at all, so an endpoint is not called healthy before it was once unhealthy. The
 * health that we gave Envoy over EDS is another flag, which is not read: it would only echo us.
 */
final class ProxyHealth {
  private final Scene scene;
  private final Set<EndpointId> unhealthy = new HashSet<>();

  ProxyHealth(Scene scene) {
    this.scene = scene;
  }

  /** Takes what the proxies show now. Without any proxy nothing changes. */
  void judge(Set<EndpointId> members, List<Map<EndpointId, HostView>> proxies) {
    unhealthy.retainAll(members);
    List<HealthTransition> changes = new ArrayList<>();
    for (EndpointId id : members) {
      int shown = 0;
      int failing = 0;
      for (Map<EndpointId, HostView> proxy : proxies) {
        HostView host = proxy.get(id);
        if (host != null) {
          shown++;
          failing += host.stats().failedHealthCheck() ? 1 : 0;
        }
      }
      boolean bad = 2 * failing > shown;
      if (shown > 0 && bad != unhealthy.contains(id)) {
        changes.add(change(
            id, bad, "failed the health checks of %d of %d proxies".formatted(failing, shown)));
      }
    }
    if (!changes.isEmpty()) {
      scene.outbox().addNow(changes);
    }
  }

  private HealthTransition change(EndpointId id, boolean bad, String reason) {
    if (bad) {
      unhealthy.add(id);
    } else {
      unhealthy.remove(id);
    }
    scene.events().healthChanged(scene.cluster(), id, !bad, reason);
    return new HealthTransition(scene.cluster(), id, scene.timeline().now(), !bad, reason);
  }
}

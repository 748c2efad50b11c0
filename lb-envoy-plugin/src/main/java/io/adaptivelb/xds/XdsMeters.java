package io.adaptivelb.xds;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the xDS server counts besides refusals. Thread-safe. */
final class XdsMeters {
  private final Counter sent;
  private final Counter stale;
  private final Counter unserved;

  XdsMeters(MeterRegistry meters) {
    sent = Counter.builder("adaptivelb.xds.resources.sent")
        .description("Resources sent to proxies")
        .register(meters);
    stale = ignored(meters, "stale_nonce");
    unserved = ignored(meters, "unserved_type");
  }

  private static Counter ignored(MeterRegistry meters, String reason) {
    return Counter.builder("adaptivelb.xds.requests.ignored")
        .description("Requests of proxies that were passed over")
        .tag("reason", reason)
        .register(meters);
  }

  void sent(int resources) {
    sent.increment(resources);
  }

  void stale() {
    stale.increment();
  }

  void unserved() {
    unserved.increment();
  }
}

package io.adaptivelb.weights;

/** What a proxy is told about an endpoint besides its weight; the values are EDS' own. */
public enum HealthStatus {
  /** Takes requests by its weight. */
  HEALTHY,
  /** Takes no new requests, finishes what it has: somebody drains it. */
  DRAINING,
  /** Takes no requests: its health checks fail. */
  UNHEALTHY
}

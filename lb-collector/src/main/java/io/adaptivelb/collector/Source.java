package io.adaptivelb.collector;

/** Where the collector reads. The names are labels of our own metrics: add, never rename. */
public enum Source {
  /** Who belongs to the cluster. */
  DISCOVERY,
  /** Endpoints' own pages. */
  SCRAPE,
  /** Envoy's admin interface, once a tick. */
  ENVOY,
  /** The short bins. */
  FAST,
  /** Active checks. */
  HEALTH_CHECK
}

package io.adaptivelb.clusters;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;

/**
 * The short bins of errors and in-flight requests that the fast path lives on.
 *
 * @param source who is asked: one of both, because what a proxy and an endpoint count cannot be added up; if left out
 *     Envoy where there is one, else nobody
 * @param interval length of a bin; 50 ms to 5 s, 250 ms if left out
 * @param timeout deadline of a request; at most 5 s, the interval if left out
 */
public record FastSettings(Source source, Duration interval, Duration timeout) {
  /** Who is asked. */
  public enum Source {
    /** Envoy if the cluster has one, else nobody. */
    AUTO,
    /** The admin interfaces. */
    ENVOY,
    /** The endpoints' first pages: costs a page an endpoint and interval. */
    ENDPOINT,
    /** Nobody. */
    NONE
  }

  /** Envoy where there is one, every 250 ms. */
  public static final FastSettings DEFAULTS =
      new FastSettings(Source.AUTO, Duration.ofMillis(250), Duration.ofMillis(250));

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public FastSettings {
    source = Defaults.or(source, Source.AUTO);
    interval = Defaults.or(interval, Duration.ofMillis(250));
    timeout = Defaults.or(timeout, interval);
    requireInRange("interval", interval, Duration.ofMillis(50), Duration.ofSeconds(5));
    requireInRange("timeout", timeout, Defaults.ONE_MILLI, Duration.ofSeconds(5));
  }
}

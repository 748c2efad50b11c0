package io.adaptivelb.clusters;

import static io.adaptivelb.domain.Ranges.requireInRange;

import io.adaptivelb.domain.ClusterId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One cluster: who belongs to it and where its telemetry comes from.
 *
 * @param name as the proxies know it
 * @param discovery its members
 * @param tick time between two samples of an endpoint; 100 ms to 10 m, 5 s if left out
 * @param jitter the scrapes of a tick are spread over so long a time; 0 to the tick, a fifth of the tick if left out.
 *     Every endpoint keeps its place, so its intervals stay even
 * @param scrape the endpoints' own pages; none if left out
 * @param envoy the proxies' admin interfaces; none if left out
 * @param fast the 250 ms bins
 * @param healthCheck active checks; none if left out
 */
public record ClusterSettings(
    String name,
    DiscoverySettings discovery,
    Duration tick,
    Duration jitter,
    @Nullable ScrapeSettings scrape,
    @Nullable EnvoySettings envoy,
    FastSettings fast,
    @Nullable HealthCheckSettings healthCheck) {
  /** The default tick. */
  public static final Duration DEFAULT_TICK = Duration.ofSeconds(5);

  /** Throws {@link IllegalArgumentException} naming what is missing, out of range or does not fit together. */
  @SuppressWarnings("ConstantValue") // a binder passes null for a key that is not there
  public ClusterSettings {
    tick = Defaults.or(tick, DEFAULT_TICK);
    jitter = Defaults.or(jitter, tick.dividedBy(5));
    fast = Defaults.or(fast, FastSettings.DEFAULTS);
    new ClusterId(Defaults.or(name, ""));
    if (Defaults.count(discovery) == 0) {
      throw new IllegalArgumentException(
          "cluster %s: discovery is missing; set endpoints, file or dns".formatted(name));
    }
    requireInRange(
        "cluster %s: tick".formatted(name), tick, Duration.ofMillis(100), Duration.ofMinutes(10));
    requireInRange("cluster %s: jitter".formatted(name), jitter, Duration.ZERO, tick);
    if (fast.source() == FastSettings.Source.ENVOY && envoy == null) {
      throw new IllegalArgumentException(
          "cluster %s: fast.source is ENVOY, but envoy is not set".formatted(name));
    }
    if (fast.source() == FastSettings.Source.ENDPOINT && scrape == null) {
      throw new IllegalArgumentException(
          "cluster %s: fast.source is ENDPOINT, but scrape is not set".formatted(name));
    }
  }

  /** A cluster that is discovered and nothing more; the {@code with} methods add sources. */
  public static ClusterSettings of(String name, DiscoverySettings discovery) {
    return new ClusterSettings(
        name,
        discovery,
        DEFAULT_TICK,
        DEFAULT_TICK.dividedBy(5),
        null,
        null,
        FastSettings.DEFAULTS,
        null);
  }

  /** The same with another tick, and a fifth of it as jitter. */
  public ClusterSettings withTick(Duration tick) {
    return new ClusterSettings(
        name, discovery, tick, tick.dividedBy(5), scrape, envoy, fast, healthCheck);
  }

  /** The same with the endpoints' pages. */
  public ClusterSettings withScrape(ScrapeSettings scrape) {
    return new ClusterSettings(name, discovery, tick, jitter, scrape, envoy, fast, healthCheck);
  }

  /** The same with admin interfaces. */
  public ClusterSettings withEnvoy(EnvoySettings envoy) {
    return new ClusterSettings(name, discovery, tick, jitter, scrape, envoy, fast, healthCheck);
  }

  /** The same with other fast bins. */
  public ClusterSettings withFast(FastSettings fast) {
    return new ClusterSettings(name, discovery, tick, jitter, scrape, envoy, fast, healthCheck);
  }

  /** The same with active checks. */
  public ClusterSettings withHealthCheck(HealthCheckSettings healthCheck) {
    return new ClusterSettings(name, discovery, tick, jitter, scrape, envoy, fast, healthCheck);
  }

  /** The name as the domain knows it. */
  public ClusterId id() {
    return new ClusterId(name);
  }

  /** Who is asked for fast bins, {@code AUTO} resolved. */
  public FastSettings.Source fastSource() {
    if (fast.source() != FastSettings.Source.AUTO) {
      return fast.source();
    }
    return envoy == null ? FastSettings.Source.NONE : FastSettings.Source.ENVOY;
  }
}

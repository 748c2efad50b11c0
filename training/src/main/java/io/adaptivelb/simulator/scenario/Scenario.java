package io.adaptivelb.simulator.scenario;

import static io.adaptivelb.domain.Ranges.requireInRange;

import io.adaptivelb.simulator.brain.TelemetryFaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A scenario: one YAML file.
 *
 * @param name letters, digits and dashes
 * @param about what it shows, in a line
 * @param proxies how many; 1…100 000
 * @param endpoints how many; 1…100 000
 * @param zones over which both are dealt in turn; 1…100
 * @param near time on the wire one way within a zone
 * @param far the same between zones
 * @param timeout after which a proxy gives up; 0: never
 * @param slo what a good answer takes at most
 * @param warmUp before the measurement, so that policies know their fleet
 * @param duration of the measurement
 * @param servers what endpoints are made of
 * @param cpu CPU time that a request needs on a core of speed 1
 * @param downstream what it then waits for, without CPU
 * @param load how many requests come
 * @param faults what goes wrong
 * @param telemetry what goes wrong on the way to the control plane
 * @param health how proxies learn that an endpoint is down
 * @param outlierDetection whether proxies eject endpoints as Envoy's outlier detection does; stock Envoy has none
 * @param slowStart Envoy's slow start window of the proxies; 0: none. The adaptive policies bring their own
 * @param envoy how proxies are set up
 */
public record Scenario(
    String name,
    String about,
    int proxies,
    int endpoints,
    int zones,
    Duration near,
    Duration far,
    Duration timeout,
    Duration slo,
    Duration warmUp,
    Duration duration,
    Servers servers,
    Demand cpu,
    Demand downstream,
    Load load,
    List<Fault> faults,
    TelemetryFaults telemetry,
    Health health,
    boolean outlierDetection,
    Duration slowStart,
    EnvoySettings envoy) {
  /** What holds for keys that are not given. */
  public static final Scenario DEFAULTS = new Scenario(
      "unnamed",
      "",
      50,
      20,
      1,
      Duration.ofNanos(250_000),
      Duration.ofMillis(1),
      Duration.ofSeconds(1),
      Duration.ofMillis(50),
      Duration.ofSeconds(30),
      Duration.ofSeconds(120),
      Servers.DEFAULTS,
      Demand.DEFAULTS,
      Demand.DEFAULTS,
      Load.DEFAULTS,
      List.of(),
      TelemetryFaults.DEFAULTS,
      Health.DEFAULTS,
      false,
      Duration.ZERO,
      EnvoySettings.DEFAULTS);

  /**
   * How proxies learn that an endpoint is down, whatever their policy: their own active health checks.
   *
   * @param down from its death until no proxy picks it
   * @param up from its start until proxies pick it again
   * @param drain from being taken off the list to being stopped, in a deployment
   */
  public record Health(Duration down, Duration up, Duration drain) {
    /** Envoy with a health check a second, and an orderly deployment. */
    public static final Health DEFAULTS =
        new Health(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));

    /** Throws {@link IllegalArgumentException} naming a value out of range. */
    public Health {
      requireInRange("down", down, Duration.ZERO, Duration.ofHours(1));
      requireInRange("up", up, Duration.ZERO, Duration.ofHours(1));
      requireInRange("drain", drain, Duration.ZERO, Duration.ofHours(1));
    }
  }

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public Scenario {
    if (faults.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "faults has an empty item; write {kind: …} or leave it out");
    }
    faults = List.copyOf(faults);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "name is \"%s\"; it must be 1…64 letters, digits, dots and dashes".formatted(name));
    }
    requireInRange("proxies", proxies, 1, 100_000);
    requireInRange("endpoints", endpoints, 1, 100_000);
    requireInRange("proxies × endpoints", (double) proxies * endpoints, 1, 5e7);
    requireInRange("zones", zones, 1, 100);
    requireInRange("near", near, Duration.ZERO, Duration.ofSeconds(10));
    requireInRange("far", far, Duration.ZERO, Duration.ofSeconds(10));
    requireInRange("timeout", timeout, Duration.ZERO, Duration.ofHours(1));
    requireInRange("slo", slo, Duration.ofNanos(1), Duration.ofHours(1));
    requireInRange("warmUp", warmUp, Duration.ZERO, Duration.ofDays(1));
    requireInRange("duration", duration, Duration.ofMillis(100), Duration.ofDays(7));
    requireInRange("slowStart", slowStart, Duration.ZERO, Duration.ofHours(1));
    for (Fault fault : faults) {
      fault.what();
      for (int e : fault.only()) {
        requireInRange("faults.only", e, 0, endpoints - 1);
      }
    }
  }

  /** The same with another size. */
  public Scenario sized(int newProxies, int newEndpoints) {
    return new Scenario(
        name,
        about,
        newProxies,
        newEndpoints,
        zones,
        near,
        far,
        timeout,
        slo,
        warmUp,
        duration,
        servers,
        cpu,
        downstream,
        load,
        faults,
        telemetry,
        health,
        outlierDetection,
        slowStart,
        envoy);
  }

  /** The same with so many times its load. */
  public Scenario loaded(double factor) {
    return new Scenario(
        name,
        about,
        proxies,
        endpoints,
        zones,
        near,
        far,
        timeout,
        slo,
        warmUp,
        duration,
        servers,
        cpu,
        downstream,
        load.times(factor),
        faults,
        telemetry,
        health,
        outlierDetection,
        slowStart,
        envoy);
  }

  /** The same, measured for another time. */
  public Scenario lasting(Duration newWarmUp, Duration newDuration) {
    return new Scenario(
        name,
        about,
        proxies,
        endpoints,
        zones,
        near,
        far,
        timeout,
        slo,
        newWarmUp,
        newDuration,
        servers,
        cpu,
        downstream,
        load,
        faults,
        telemetry,
        health,
        outlierDetection,
        slowStart,
        envoy);
  }

  /** The same with the files that it names found from a folder. */
  Scenario resolved(Path folder) {
    return new Scenario(
        name,
        about,
        proxies,
        endpoints,
        zones,
        near,
        far,
        timeout,
        slo,
        warmUp,
        duration,
        servers,
        cpu.resolved(folder),
        downstream.resolved(folder),
        load.resolved(folder),
        faults,
        telemetry,
        health,
        outlierDetection,
        slowStart,
        envoy);
  }

  /** Requests per second that all endpoints can do without faults. */
  public double capacity() {
    double speed = 0;
    for (int e = 0; e < endpoints; e++) {
      speed += servers.speed(e) * servers.cores(e);
    }
    double demand = cpu.mean().toNanos() * 1e-9;
    return demand == 0 ? Double.POSITIVE_INFINITY : speed / demand;
  }

  /** Refuses what leaves open how many requests come. */
  void requirePlayable() {
    load.requireOne();
    if (load.utilisation() > 0 && cpu.mean().isZero()) {
      throw new IllegalArgumentException(
          "load.utilisation is %s and cpu.mean 0s; a share of what all endpoints can do needs a cpu.mean above 0, or give load.rate"
              .formatted(load.utilisation()));
    }
  }

  /** How long it is played, in seconds. */
  double seconds() {
    return warmUp.plus(duration).toNanos() * 1e-9;
  }

  /** The mean rate of requests per second, before the profile. */
  public double meanRate() {
    return load.rate() > 0 ? load.rate() : load.utilisation() * capacity();
  }
}

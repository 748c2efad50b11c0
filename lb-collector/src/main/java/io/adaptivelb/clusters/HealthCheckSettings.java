package io.adaptivelb.clusters;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Active health checks: exactly one of http, grpc and tcp is set.
 *
 * @param http asks for a path
 * @param grpc calls {@code grpc.health.v1.Health/Check}
 * @param tcp connects and hangs up
 * @param port the port to check; 0, or left out: the endpoint's own
 * @param interval between two checks of an endpoint; 20 ms to 1 h, 250 ms if left out
 * @param jitter every check is moved at random by up to so much, so that checks do not align; 0 to half the
 *     interval, a tenth of it if left out
 * @param timeout deadline of a check; 1 ms to 1 m, the interval if left out
 * @param rise good checks in a row that make an endpoint healthy; 1…100, 2 if left out
 * @param fall bad checks in a row that make it unhealthy; 1…100, 2 if left out. A refused connection counts twice: it
 *     is the peer's kernel that says so, not a lost packet or a pause
 */
public record HealthCheckSettings(
    @Nullable HttpCheckSettings http,
    @Nullable GrpcCheckSettings grpc,
    @Nullable TcpCheckSettings tcp,
    int port,
    Duration interval,
    Duration jitter,
    Duration timeout,
    int rise,
    int fall) {
  private static final Duration DEFAULT_INTERVAL = Duration.ofMillis(250);

  /** Throws {@link IllegalArgumentException} naming what is missing, set together or out of range. */
  public HealthCheckSettings {
    interval = Defaults.or(interval, DEFAULT_INTERVAL);
    jitter = Defaults.or(jitter, interval.dividedBy(10));
    timeout = Defaults.or(timeout, interval);
    rise = Defaults.or(rise, 2);
    fall = Defaults.or(fall, 2);
    int kinds = Defaults.count(http, grpc, tcp);
    if (kinds != 1) {
      throw new IllegalArgumentException(
          "%d of http, grpc and tcp are set; exactly one must be".formatted(kinds));
    }
    requireInRange("port", port, 0, 65_535);
    requireInRange("interval", interval, Duration.ofMillis(20), Defaults.ONE_HOUR);
    requireInRange("jitter", jitter, Duration.ZERO, interval.dividedBy(2));
    requireInRange("timeout", timeout, Defaults.ONE_MILLI, Duration.ofMinutes(1));
    requireInRange("rise", rise, 1, 100);
    requireInRange("fall", fall, 1, 100);
  }

  /** Asks for a path every 250 ms. */
  public static HealthCheckSettings viaHttp(String path) {
    return of(new HttpCheckSettings(path, 200, 299), null, null);
  }

  /** Calls the gRPC health service, of the whole server, every 250 ms. */
  public static HealthCheckSettings viaGrpc() {
    return of(null, new GrpcCheckSettings(""), null);
  }

  /** Connects every 250 ms. */
  public static HealthCheckSettings viaTcp() {
    return of(null, null, new TcpCheckSettings());
  }

  private static HealthCheckSettings of(
      @Nullable HttpCheckSettings http,
      @Nullable GrpcCheckSettings grpc,
      @Nullable TcpCheckSettings tcp) {
    return new HealthCheckSettings(
        http,
        grpc,
        tcp,
        0,
        DEFAULT_INTERVAL,
        DEFAULT_INTERVAL.dividedBy(10),
        DEFAULT_INTERVAL,
        2,
        2);
  }

  /**
   * A check over HTTP.
   *
   * @param path what to ask for; {@code /healthz} if left out
   * @param statusFrom the lowest status that is healthy; 200 if left out
   * @param statusTo the highest; 299 if left out
   */
  public record HttpCheckSettings(String path, int statusFrom, int statusTo) {
    /** Throws {@link IllegalArgumentException} naming what is out of range. */
    public HttpCheckSettings {
      path = Defaults.or(path, "/healthz");
      statusFrom = Defaults.or(statusFrom, 200);
      statusTo = Defaults.or(statusTo, 299);
      if (!path.matches("/[\\x21-\\x7e]*")) {
        throw new IllegalArgumentException(
            "path is \"%s\"; it must start with / and have no spaces".formatted(path));
      }
      requireInRange("statusFrom", statusFrom, 100, 599);
      requireInRange("statusTo", statusTo, statusFrom, 599);
    }
  }

  /**
   * A check over gRPC.
   *
   * @param service the name to ask for; "", or left out: the whole server
   */
  public record GrpcCheckSettings(String service) {
    /** Fills in the default. */
    public GrpcCheckSettings {
      service = Defaults.or(service, "");
    }
  }

  /** A check that connects and hangs up; it has nothing to set. */
  public record TcpCheckSettings() {}
}

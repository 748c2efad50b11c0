package io.adaptivelb.healthcheck;

import io.adaptivelb.clusters.HealthCheckSettings;
import io.adaptivelb.clusters.HealthCheckSettings.GrpcCheckSettings;
import io.adaptivelb.clusters.HealthCheckSettings.HttpCheckSettings;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.fetch.Fetcher;
import io.adaptivelb.fetch.Network;
import java.util.function.Consumer;

/** Asks one endpoint whether it serves. */
public interface Probe extends AutoCloseable {
  /**
   * Asks once.
   *
   * @param answer called once, within the probe's timeout, on a network thread
   */
  void check(Consumer<ProbeResult> answer);

  /** Ends its connection. */
  @Override
  void close();

  /**
   * The probe that the settings ask for.
   *
   * @param onSuspicion called, on a network thread, when a kept connection closes between checks: time to look at once
   */
  static Probe of(
      HealthCheckSettings settings,
      EndpointId endpoint,
      Network network,
      Fetcher fetcher,
      Runnable onSuspicion) {
    int port = settings.port() == 0 ? endpoint.port() : settings.port();
    HttpCheckSettings http = settings.http();
    GrpcCheckSettings grpc = settings.grpc();
    if (http != null) {
      return new HttpProbe(
          http,
          settings.timeout(),
          fetcher.connection(endpoint.host(), port, null, "", onSuspicion));
    }
    if (grpc != null) {
      return new GrpcProbe(
          grpc.service(), settings.timeout(), endpoint.host(), port, network, onSuspicion);
    }
    return new TcpProbe(endpoint.host(), port, settings.timeout(), network);
  }
}

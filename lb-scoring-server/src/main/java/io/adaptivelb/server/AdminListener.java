package io.adaptivelb.server;

import io.adaptivelb.admin.AdminApi;
import io.adaptivelb.config.AdminSettings;
import io.adaptivelb.tls.Identity;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.request.logging.LogbackAccessRequestLogFactory;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the admin API. Thread-safe.
 *
 * <p>Dropwizard's own admin pages (threads, tasks that change the log or collect garbage) have no connector: they know no
 * token.
 */
final class AdminListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdminListener.class);

  /** A body that comes more slowly than this is given up, so that slow senders cannot hold all threads. */
  private static final DataSize MIN_BODY_RATE = DataSize.bytes(100);

  private static final int MIN_THREADS = 4;
  private static final int MAX_THREADS = 64;

  private final Server server;

  private AdminListener(Server server) {
    this.server = server;
  }

  /**
   * Binds and serves what is installed in the environment, and starts what it manages.
   *
   * @throws IOException when it cannot bind or read its certificate, naming address or file
   */
  static AdminListener start(AdminSettings settings, Environment environment) throws IOException {
    DefaultServerFactory factory = new DefaultServerFactory();
    factory.setApplicationConnectors(List.of(connector(settings)));
    factory.setAdminConnectors(List.of());
    factory.setApplicationContextPath("/");
    factory.setRegisterDefaultExceptionMappers(false);
    factory.setMinThreads(MIN_THREADS);
    factory.setMaxThreads(MAX_THREADS);
    factory.setShutdownGracePeriod(duration(settings.shutdownGrace()));
    LogbackAccessRequestLogFactory silent = new LogbackAccessRequestLogFactory();
    silent.setAppenders(List.of());
    factory.setRequestLogFactory(silent);
    factory.configure(environment);
    Server server = factory.build(environment);
    // The end of the process is handled in one place, in order.
    server.setStopAtShutdown(false);
    AdminListener listener = new AdminListener(server);
    try {
      server.start();
    } catch (Exception e) {
      listener.close();
      throw new IOException(
          "the admin API cannot listen on %s:%d: %s"
              .formatted(settings.bind(), settings.port(), StartFailure.rootMessage(e)),
          e);
    }
    log.info("The admin API listens on {}:{}", settings.bind(), listener.port());
    return listener;
  }

  /** The port that it listens on. */
  int port() {
    return ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
  }

  /** Lets requests finish for the grace time, then stops. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("The admin API did not stop cleanly", e);
    }
    server.destroy();
  }

  private static HttpConnectorFactory connector(AdminSettings settings) throws IOException {
    HttpConnectorFactory connector;
    if (settings.tls().isPresent()) {
      connector = new TlsConnector(Identity.read("the admin API", settings.tls().get()));
    } else {
      connector = new HttpConnectorFactory();
    }
    connector.setBindHost(settings.bind());
    connector.setPort(settings.port());
    connector.setIdleTimeout(duration(settings.idleTimeout()));
    connector.setMinRequestDataPerSecond(MIN_BODY_RATE);
    connector.setUriCompliance(AdminApi.PATHS);
    return connector;
  }

  private static Duration duration(java.time.Duration time) {
    return Duration.milliseconds(time.toMillis());
  }
}

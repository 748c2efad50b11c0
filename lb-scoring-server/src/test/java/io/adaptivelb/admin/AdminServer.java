package io.adaptivelb.admin;

import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.ledger.LedgerSettings;
import io.adaptivelb.ledger.OverrideLedger;
import io.adaptivelb.models.ModelDesk;
import io.adaptivelb.models.RegistryFolder;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.registry.RegistryLimits;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.request.logging.LogbackAccessRequestLogFactory;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;

/** The admin API on a real Dropwizard server, on a free port of loopback. */
public final class AdminServer implements AutoCloseable {
  private final OverrideLedger ledger;
  private final ModelDesk models;
  private final Path folder;
  private final Server server;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpClient client = HttpClient.newHttpClient();

  /** Starts it. */
  public AdminServer(
      Path folder,
      ControlPlane plane,
      TokenVerifier tokens,
      AdminLimits settings,
      InstantSource clock)
      throws Exception {
    this.folder = folder;
    ledger = OverrideLedger.open(folder, LedgerSettings.DEFAULT, clock);
    plane.apply(ledger.active());
    Environment environment = new Environment("admin");
    RegistryFolder registry =
        RegistryFolder.open(folder.resolve("models"), RegistryLimits.DEFAULTS, "AdminServer");
    models = new ModelDesk(registry, new ModelValidator(), clock);
    AdminApi.install(environment, settings, plane, ledger, models, tokens, meters, clock);
    HttpConnectorFactory connector = new HttpConnectorFactory();
    connector.setBindHost("127.0.0.1");
    connector.setPort(0);
    connector.setIdleTimeout(Duration.seconds(3));
    connector.setUriCompliance(AdminApi.PATHS);
    connector.setMinRequestDataPerSecond(DataSize.bytes(100));
    SimpleServerFactory factory = new SimpleServerFactory();
    factory.setConnector(connector);
    factory.setApplicationContextPath("/");
    factory.setAdminContextPath("/dropwizard");
    factory.setRegisterDefaultExceptionMappers(false);
    LogbackAccessRequestLogFactory silent = new LogbackAccessRequestLogFactory();
    silent.setAppenders(List.of());
    factory.setRequestLogFactory(silent);
    factory.configure(environment);
    server = factory.build(environment);
    server.start();
  }

  /** Where it listens. */
  public URI uri() {
    int port = ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Its ledger. */
  public OverrideLedger ledger() {
    return ledger;
  }

  /** Its data directory, as far as models are concerned. */
  public Path data() {
    return folder;
  }

  /** Its models. */
  public ModelDesk models() {
    return models;
  }

  /** A request to a path, not sent yet. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri().resolve(path));
  }

  public HttpResponse<String> get(String path) {
    return send(request(path));
  }

  public HttpResponse<String> post(String path, String body) {
    return send(request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> postZip(String path, byte[] zip) {
    return send(request(path)
        .header("Content-Type", "application/zip")
        .POST(BodyPublishers.ofByteArray(zip)));
  }

  public HttpResponse<String> delete(String path) {
    return send(request(path).DELETE());
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    try (ledger) {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

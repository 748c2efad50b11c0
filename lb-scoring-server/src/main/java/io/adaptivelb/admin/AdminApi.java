package io.adaptivelb.admin;

import io.adaptivelb.auth.TokenVerifier;
import io.adaptivelb.ledger.OverrideLedger;
import io.adaptivelb.models.ModelDesk;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.Managed;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import org.eclipse.jetty.http.UriCompliance;

/**
 * The admin API as a whole, to be put into a Dropwizard environment: resources, filters, health checks, and the sweep that
 * ends overrides.
 *
 * <p>The connector should refuse slow bodies ({@code minRequestDataPerSecond}): the deadline here begins when a body has
 * been read. It should understand {@link #PATHS}.
 */
public final class AdminApi {
  /** Paths of the API may have slashes within a name, written as %2F. */
  public static final UriCompliance PATHS =
      UriCompliance.DEFAULT.with("admin", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR);

  private AdminApi() {}

  /**
   * Installs it.
   *
   * @param environment which serves it
   * @param settings its bounds
   * @param plane the rest of the server
   * @param ledger open, and closed by the caller after the environment stopped
   * @param models the model registry's desk
   * @param tokens who may call
   * @param meters what {@code /metrics} shows
   * @param clock the server's
   */
  public static void install(
      Environment environment,
      AdminLimits settings,
      ControlPlane plane,
      OverrideLedger ledger,
      ModelDesk models,
      TokenVerifier tokens,
      PrometheusMeterRegistry meters,
      InstantSource clock) {
    var checks = environment.healthChecks();
    checks.register(LoopCheck.NAME, new LoopCheck(plane, clock));
    checks.register(WeightsCheck.NAME, new WeightsCheck(plane, clock));
    checks.register(LedgerCheck.NAME, new LedgerCheck(ledger));
    ModelWatch watch = new ModelWatch(models, clock, meters);
    environment.lifecycle().manage(watch);
    checks.register(ModelsCheck.NAME, new ModelsCheck(watch));

    OverrideDesk desk = new OverrideDesk(ledger, plane, clock, meters);
    environment.lifecycle().manage(new ExpirySweep(desk));
    Deadline deadline = new Deadline(settings.deadline(), settings.maxConcurrent());
    Deadline imports = ModelChangeResource.imports(settings);
    environment.lifecycle().manage(new Managed() {
      @Override
      public void stop() {
        deadline.close();
        imports.close();
      }
    });

    ProblemPages pages = new ProblemPages();
    var context = environment.getApplicationContext();
    context.setErrorHandler(pages);
    // A client library writes the slashes of a cluster's name as %2F.
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    environment.lifecycle().addServerLifecycleListener(server -> server.setErrorHandler(pages));

    var jersey = environment.jersey();
    jersey.register(new HostFilter(settings));
    jersey.register(new AccessFilter(tokens));
    jersey.register(new ResponseHeaders());
    jersey.register(new ProblemMapper());
    jersey.register(new DocumentWriter());
    jersey.register(new ClusterResource(plane, ledger, deadline));
    jersey.register(new OverrideResource(desk, settings, deadline));
    jersey.register(new AuditResource(desk, models, deadline));
    jersey.register(new ModelResource(models, plane, settings, deadline));
    jersey.register(new ModelChangeResource(models, plane, settings, deadline, imports, meters));
    jersey.register(new StatusResource(plane, ledger, checks, settings, clock, deadline));
    jersey.register(new HealthResource(checks, deadline));
    jersey.register(new MetricsResource(meters, deadline));
    jersey.register(new OpenApiResource());
  }
}

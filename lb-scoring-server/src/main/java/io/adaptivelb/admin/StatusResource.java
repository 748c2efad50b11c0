package io.adaptivelb.admin;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheckRegistry;
import io.adaptivelb.api.StatusDocument;
import io.adaptivelb.api.StatusDocument.Check;
import io.adaptivelb.ledger.OverrideLedger;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The server at a glance. */
@Path("/api/v1/status")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {
  private final ControlPlane plane;
  private final OverrideLedger ledger;
  private final HealthCheckRegistry checks;
  private final AdminLimits settings;
  private final InstantSource clock;
  private final Deadline deadline;

  StatusResource(
      ControlPlane plane,
      OverrideLedger ledger,
      HealthCheckRegistry checks,
      AdminLimits settings,
      InstantSource clock,
      Deadline deadline) {
    this.plane = plane;
    this.ledger = ledger;
    this.checks = checks;
    this.settings = settings;
    this.clock = clock;
    this.deadline = deadline;
  }

  /** The status. */
  @GET
  public StatusDocument status(@Context UriInfo uri) {
    new QueryFields(uri).finish();
    return deadline.within(() -> {
      Map<String, Check> outcomes = outcomes(checks.runHealthChecks());
      return new StatusDocument(
          settings.build(),
          plane.pulse().started(),
          clock.instant(),
          outcomes.values().stream().allMatch(Check::healthy),
          outcomes,
          ClusterResource.documents(plane),
          targets(),
          plane.plugins(),
          ledger.active().size(),
          ledger.recovery());
    });
  }

  static Map<String, Check> outcomes(Map<String, HealthCheck.Result> results) {
    Map<String, Check> outcomes = new TreeMap<>();
    results.forEach(
        (name, result) -> outcomes.put(name, new Check(result.isHealthy(), result.getMessage())));
    return outcomes;
  }

  private List<StatusDocument.Target> targets() {
    return plane.targets().stream()
        .map(target -> new StatusDocument.Target(
            target.cluster().value(),
            target.name(),
            target.source(),
            target.lastSuccess().orElse(null),
            target.failures(),
            target.error().orElse(null)))
        .toList();
  }
}

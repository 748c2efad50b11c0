package io.adaptivelb.admin;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheckRegistry;
import io.adaptivelb.admin.AccessFilter.Open;
import io.adaptivelb.api.HealthDocument;
import io.adaptivelb.api.StatusDocument.Check;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * For whoever keeps the server running: {@code /healthz} fails when a restart would help, {@code /readyz} when the server
 * cannot do its whole work.
 */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Open
public final class HealthResource {
  private final HealthCheckRegistry checks;
  private final Deadline deadline;

  HealthResource(HealthCheckRegistry checks, Deadline deadline) {
    this.checks = checks;
    this.deadline = deadline;
  }

  /** Liveness. */
  @GET
  @Path("healthz")
  public Response alive() {
    return answer(deadline.within(
        () -> checks.runHealthChecks((name, check) -> name.equals(LoopCheck.NAME))));
  }

  /** Readiness. */
  @GET
  @Path("readyz")
  public Response ready() {
    return answer(deadline.within(() -> checks.runHealthChecks()));
  }

  private static Response answer(Map<String, HealthCheck.Result> results) {
    Map<String, Check> outcomes = StatusResource.outcomes(results);
    boolean healthy = outcomes.values().stream().allMatch(Check::healthy);
    return Response.status(healthy ? 200 : 503)
        .entity(new HealthDocument(outcomes))
        .build();
  }
}

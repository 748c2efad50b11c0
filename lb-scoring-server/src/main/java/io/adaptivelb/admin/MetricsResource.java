package io.adaptivelb.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What Prometheus scrapes. */
@Path("/metrics")
public final class MetricsResource {
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry meters;
  private final Deadline deadline;

  MetricsResource(PrometheusMeterRegistry meters, Deadline deadline) {
    this.meters = meters;
    this.deadline = deadline;
  }

  /** All metrics. */
  @GET
  public Response scrape(@HeaderParam("Accept") @Nullable String accept) {
    boolean open = accept != null && accept.contains("application/openmetrics-text");
    String type = open ? OPEN_METRICS : TEXT;
    return Response.ok(deadline.within(() -> meters.scrape(type))).type(type).build();
  }
}

package io.adaptivelb.admin;

import io.adaptivelb.api.AuditPage;
import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.ledger.AuditQuery;
import io.adaptivelb.models.ModelDesk;
import io.adaptivelb.models.ModelQuery;
import io.adaptivelb.registry.VersionId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The audit log: who did what, when and why, the newest first. Overrides are recorded in the ledger, models in the history of
 * their registry, where each change is its own record; a page shows both.
 */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {
  private static final int DEFAULT_LIMIT = 50;

  private final OverrideDesk desk;
  private final ModelDesk models;
  private final Deadline deadline;

  AuditResource(OverrideDesk desk, ModelDesk models, Deadline deadline) {
    this.desk = desk;
    this.models = models;
    this.deadline = deadline;
  }

  /** A page. */
  @GET
  public AuditPage page(@Context UriInfo uri) {
    QueryFields query = new QueryFields(uri);
    long limit = query.number("limit").orElse((long) DEFAULT_LIMIT);
    if (limit < 1 || limit > AuditQuery.MAX_LIMIT) {
      query.reject("limit", "%d is not in 1…%d".formatted(limit, AuditQuery.MAX_LIMIT));
    }
    Optional<Long> before = query.number("before");
    Optional<Long> beforeModel = query.number("beforeModel");
    var event = query.constant("event", AuditRecord.Event.class);
    var cluster = query.parsed("cluster", ClusterId::new);
    var endpoint = query.parsed("endpoint", EndpointId::parse);
    var person = query.text("person");
    var override = query.text("override");
    var model = query.parsed("model", VersionId::new);
    var since = query.parsed("since", AuditResource::instant);
    var until = query.parsed("until", AuditResource::instant);
    if (model.isPresent() && (event.isPresent() || override.isPresent() || endpoint.isPresent())) {
      query.reject("model", "is given, so event, override and endpoint must not be");
    }
    query.finish();
    // A page that goes on where one of the two logs was left shows that one. Nobody knows whose
    // member an endpoint is
    // without its cluster.
    boolean ofOverrides = model.isEmpty() && (before.isPresent() || beforeModel.isEmpty());
    boolean ofModels = event.isEmpty()
        && override.isEmpty()
        && (endpoint.isEmpty() || cluster.isPresent())
        && (beforeModel.isPresent() || before.isEmpty());
    AuditQuery records = new AuditQuery(
        (int) limit,
        ofOverrides ? before.orElse(Long.MAX_VALUE) : Long.MIN_VALUE,
        event,
        cluster,
        endpoint,
        person,
        override,
        since,
        until);
    ModelQuery changes = new ModelQuery(
        (int) limit,
        ofModels ? beforeModel.orElse(Long.MAX_VALUE) : Long.MIN_VALUE,
        model,
        cluster,
        person,
        since,
        until);
    return deadline.within(
        () -> AuditMerge.page((int) limit, desk.audit(records), models, changes));
  }

  static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s is not a time like 2026-11-23T10:30:00Z".formatted(Fields.quote(text)), e);
    }
  }
}

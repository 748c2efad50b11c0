package io.adaptivelb.admin;

import io.adaptivelb.api.AuditPage;
import io.adaptivelb.api.AuditRecord;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.ledger.AuditQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;

/** The audit log: who did what, when and why, the newest first. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {
  private static final int DEFAULT_LIMIT = 50;

  private final OverrideDesk desk;
  private final Deadline deadline;

  AuditResource(OverrideDesk desk, Deadline deadline) {
    this.desk = desk;
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
    long before = query.number("before").orElse(Long.MAX_VALUE);
    var event = query.constant("event", AuditRecord.Event.class);
    var cluster = query.parsed("cluster", ClusterId::new);
    var endpoint = query.parsed("endpoint", EndpointId::parse);
    var person = query.text("person");
    var override = query.text("override");
    var since = query.parsed("since", AuditResource::instant);
    var until = query.parsed("until", AuditResource::instant);
    query.finish();
    AuditQuery wanted = new AuditQuery(
        (int) limit, before, event, cluster, endpoint, person, override, since, until);
    return deadline.within(() -> desk.audit(wanted));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s is not a time like 2026-11-23T10:30:00Z".formatted(Fields.quote(text)), e);
    }
  }
}

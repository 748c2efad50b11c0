package io.adaptivelb.admin;

import io.adaptivelb.admin.AccessFilter.Caller;
import io.adaptivelb.api.ChangeResult;
import io.adaptivelb.api.OverrideDocument;
import io.adaptivelb.api.OverrideList;
import io.adaptivelb.ledger.RequestKey;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Overrides: who says what over the weights, and until when. */
@Path("/api/v1/overrides")
@Produces(MediaType.APPLICATION_JSON)
public final class OverrideResource {
  private static final int MAX_KEY = 100;

  private final OverrideDesk desk;
  private final AdminLimits settings;
  private final Deadline deadline;

  OverrideResource(OverrideDesk desk, AdminLimits settings, Deadline deadline) {
    this.desk = desk;
    this.settings = settings;
    this.deadline = deadline;
  }

  /** The overrides in force. */
  @GET
  public Response list(@Context UriInfo uri) {
    new QueryFields(uri).finish();
    OverrideList list = deadline.within(desk::list);
    return Response.ok(list).header("ETag", etag(list.version())).build();
  }

  /** One override in force. */
  @GET
  @Path("{id}")
  public OverrideDocument get(@PathParam("id") String id, @Context UriInfo uri) {
    new QueryFields(uri).finish();
    return deadline.within(() -> desk.get(id));
  }

  /** Puts an override in force, or with {@code dryRun} shows what it would do. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(
      @Nullable InputStream body,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context ContainerRequestContext request,
      @Context UriInfo uri) {
    QueryFields query = new QueryFields(uri);
    boolean dryRun = query.flag("dryRun");
    query.finish();
    Caller caller = AccessFilter.caller(request);
    InputStream bytes = body == null ? InputStream.nullInputStream() : body;
    OverrideRequest wish =
        OverrideRequest.read(BodyFields.read(bytes, settings.maxBodyBytes()), caller.principal());
    Optional<RequestKey> requestKey = requestKey(key, caller, wish);
    OptionalLong version = version(ifMatch);
    ChangeResult result =
        deadline.changeWithin(() -> desk.create(wish, caller.actor(), dryRun, version, requestKey));
    if (dryRun || result.replayed()) {
      return Response.ok(result).header("ETag", etag(result.version())).build();
    }
    return Response.created(URI.create("/api/v1/overrides/" + result.override().id()))
        .entity(result)
        .build();
  }

  /** Ends an override, or with {@code dryRun} shows what that would do. */
  @DELETE
  @Path("{id}")
  public Response end(
      @PathParam("id") String id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context ContainerRequestContext request,
      @Context UriInfo uri) {
    QueryFields query = new QueryFields(uri);
    boolean dryRun = query.flag("dryRun");
    Optional<String> note = query.text("reason");
    if (note.filter(text -> text.length() > 500 || text.chars().anyMatch(Character::isISOControl))
        .isPresent()) {
      query.reject(
          "reason", "at most 500 characters, none of them a control character, are allowed");
    }
    query.finish();
    OptionalLong version = version(ifMatch);
    Caller caller = AccessFilter.caller(request);
    ChangeResult result =
        deadline.changeWithin(() -> desk.end(id, caller.actor(), note, dryRun, version));
    return Response.ok(result).header("ETag", etag(result.version())).build();
  }

  private static Optional<RequestKey> requestKey(
      @Nullable String key, Caller caller, OverrideRequest wish) {
    if (key == null) {
      return Optional.empty();
    }
    if (!key.matches("[\\x21-\\x7e]{1,%d}".formatted(MAX_KEY))) {
      throw new ProblemException(
          400,
          "invalid_header",
          "Idempotency-Key %s is not 1…%d printable characters without spaces"
              .formatted(Fields.quote(key), MAX_KEY));
    }
    return Optional.of(new RequestKey(key, fingerprint(caller.principal().name() + wish)));
  }

  private static OptionalLong version(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.equals("*")) {
      return OptionalLong.empty();
    }
    if (!ifMatch.matches("\"\\d{1,18}\"")) {
      throw new ProblemException(
          400,
          "invalid_header",
          "If-Match %s is not the ETag of the overrides, a number in quotes"
              .formatted(Fields.quote(ifMatch)));
    }
    return OptionalLong.of(Long.parseLong(ifMatch.substring(1, ifMatch.length() - 1)));
  }

  private static String etag(long version) {
    return "\"" + version + "\"";
  }

  private static String fingerprint(String request) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}

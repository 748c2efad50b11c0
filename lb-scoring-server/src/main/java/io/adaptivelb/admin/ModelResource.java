package io.adaptivelb.admin;

import io.adaptivelb.admin.AccessFilter.Caller;
import io.adaptivelb.admin.AccessFilter.Needs;
import io.adaptivelb.admin.ModelRequest.Author;
import io.adaptivelb.api.ModelAssignment;
import io.adaptivelb.api.ModelChangeResult;
import io.adaptivelb.api.ModelDocument;
import io.adaptivelb.api.ModelHistory;
import io.adaptivelb.api.ModelList;
import io.adaptivelb.auth.Role;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.models.ModelDesk;
import io.adaptivelb.models.ModelOrder;
import io.adaptivelb.models.ModelOrder.Target;
import io.adaptivelb.models.ModelPackage;
import io.adaptivelb.models.ModelQuery;
import io.adaptivelb.models.RefusedImport;
import io.adaptivelb.registry.FileEntry;
import io.adaptivelb.registry.Manifest;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.VersionId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Models: viewers look, scientists import and stage, operators may roll back. A change that is repeated does nothing the second
 * time.
 */
@Path("/api/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Needs(Role.SCIENTIST)
public final class ModelResource {
  private static final int DEFAULT_LIMIT = 50;
  private static final String ADVICE =
      "whether the change was made is not known; look at the models, or repeat the request: what is done already is not"
          + " done again";

  /** Models in memory at once: each may be large. */
  private static final int MAX_IMPORTS = 2;

  private static final Duration IMPORT_DEADLINE = Duration.ofMinutes(1);

  private final ModelDesk desk;
  private final ControlPlane plane;
  private final AdminLimits settings;
  private final Deadline deadline;
  private final Deadline imports;
  private final MeterRegistry meters;
  private final Semaphore uploads = new Semaphore(MAX_IMPORTS);

  ModelResource(
      ModelDesk desk,
      ControlPlane plane,
      AdminLimits settings,
      Deadline deadline,
      Deadline imports,
      MeterRegistry meters) {
    this.desk = desk;
    this.plane = plane;
    this.settings = settings;
    this.deadline = deadline;
    this.imports = imports;
    this.meters = meters;
  }

  /** The deadline of imports: to look into every tree of a model takes longer than other requests. */
  static Deadline imports(AdminLimits settings) {
    boolean longer = settings.deadline().compareTo(IMPORT_DEADLINE) > 0;
    return new Deadline(longer ? settings.deadline() : IMPORT_DEADLINE, MAX_IMPORTS);
  }

  /** All versions. */
  @GET
  public Response models(@Context UriInfo uri) {
    QueryFields query = new QueryFields(uri);
    int limit = limit(query);
    Optional<VersionId> before = query.parsed("before", VersionId::new);
    query.finish();
    ModelList list = deadline.within(() -> desk.list(limit, before));
    return Response.ok(list).header("ETag", "\"" + list.sequence() + "\"").build();
  }

  /** Every change. */
  @GET
  @Path("history")
  public ModelHistory modelHistory(@Context UriInfo uri) {
    QueryFields query = new QueryFields(uri);
    ModelQuery wanted = new ModelQuery(
        limit(query),
        query.number("before").orElse(Long.MAX_VALUE),
        query.parsed("version", VersionId::new),
        query.parsed("cluster", ClusterId::new),
        query.text("person"),
        query.parsed("since", AuditResource::instant),
        query.parsed("until", AuditResource::instant));
    query.finish();
    return deadline.within(() -> desk.history(wanted));
  }

  /** Who serves a cluster. */
  @GET
  @Path("assignment")
  public ModelAssignment assignment(@Context UriInfo uri) {
    QueryFields query = new QueryFields(uri);
    Optional<ClusterId> cluster = query.parsed("cluster", ClusterId::new);
    if (cluster.isEmpty() && !query.rejected("cluster")) {
      query.reject("cluster", "is missing; say whose models are asked for");
    }
    query.finish();
    return deadline.within(() -> desk.assignment(cluster.orElseThrow()));
  }

  /** One version. */
  @GET
  @Path("{version}")
  public ModelDocument model(@PathParam("version") String version, @Context UriInfo uri) {
    new QueryFields(uri).finish();
    VersionId id = version(version);
    return deadline.within(() -> desk.show(id));
  }

  /** One of its files. */
  @GET
  @Path("{version}/files/{name}")
  @Produces({MediaType.APPLICATION_OCTET_STREAM, MediaType.APPLICATION_JSON})
  public Response modelFile(
      @PathParam("version") String version, @PathParam("name") String name, @Context UriInfo uri) {
    new QueryFields(uri).finish();
    VersionId id = version(version);
    byte[] content = deadline.within(() -> {
      requireFile(desk.manifest(id), name);
      return desk.file(id, name);
    });
    return Response.ok(content, MediaType.APPLICATION_OCTET_STREAM)
        .header("Content-Disposition", "attachment; filename=\"%s\"".formatted(name))
        .build();
  }

  /** Imports a model as a candidate. */
  @POST
  @Consumes("application/zip")
  public Response importModel(
      @Nullable InputStream body, @Context ContainerRequestContext request, @Context UriInfo uri) {
    QueryFields query = new QueryFields(uri);
    Author author = Author.read(query, AccessFilter.caller(request));
    query.finish();
    if (!uploads.tryAcquire()) {
      throw new ProblemException(
          503, "overloaded", "%d models are being imported; try again".formatted(MAX_IMPORTS));
    }
    ModelChangeResult result;
    try {
      byte[] zip = BodyFields.bytes(
          body == null ? InputStream.nullInputStream() : body, settings.maxModelBytes());
      result = counted(
          "admit",
          () -> imports.within(
              () -> desk.put(
                  ModelPackage.read(zip, settings.maxModelBytes()),
                  author.actor(),
                  author.reason()),
              ADVICE));
    } finally {
      uploads.release();
    }
    return result.changed()
        ? Response.created(URI.create("/api/v1/models/" + result.version()))
            .entity(result)
            .build()
        : Response.ok(result).build();
  }

  /** Lets a candidate score in the shadow. */
  @POST
  @Path("{version}/shadow")
  @Consumes(MediaType.APPLICATION_JSON)
  public ModelChangeResult shadow(
      @PathParam("version") String version,
      @Nullable InputStream body,
      @Context ContainerRequestContext request,
      @Context UriInfo uri) {
    Caller caller = AccessFilter.caller(request);
    return carryOut(
        "shadow", version, ModelRequest.read(fields(body, uri), caller, new Target.Shadow()), true);
  }

  /** Makes a shadow a canary at 1 %. */
  @POST
  @Path("{version}/canary")
  @Consumes(MediaType.APPLICATION_JSON)
  public ModelChangeResult canary(
      @PathParam("version") String version,
      @Nullable InputStream body,
      @Context ContainerRequestContext request,
      @Context UriInfo uri) {
    Caller caller = AccessFilter.caller(request);
    return carryOut("canary", version, ModelRequest.canary(fields(body, uri), caller), true);
  }

  /** Takes a canary one step up, or any number down. */
  @POST
  @Path("{version}/blend")
  @Consumes(MediaType.APPLICATION_JSON)
  public ModelChangeResult blend(
      @PathParam("version") String version,
      @Nullable InputStream body,
      @Context ContainerRequestContext request,
      @Context UriInfo uri) {
    Caller caller = AccessFilter.caller(request);
    return carryOut("blend", version, ModelRequest.blend(fields(body, uri), caller), false);
  }

  /** Makes a canary at 100 %, or the first model of a scope, the active one. */
  @POST
  @Path("{version}/promote")
  @Consumes(MediaType.APPLICATION_JSON)
  public ModelChangeResult promote(
      @PathParam("version") String version,
      @Nullable InputStream body,
      @Context ContainerRequestContext request,
      @Context UriInfo uri) {
    Caller caller = AccessFilter.caller(request);
    return carryOut(
        "promote",
        version,
        ModelRequest.read(fields(body, uri), caller, new Target.Active()),
        true);
  }

  /** Takes a version out because it is bad; an operator who is called at night may do that. */
  @POST
  @Path("{version}/rollback")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  public ModelChangeResult rollback(
      @PathParam("version") String version,
      @Nullable InputStream body,
      @Context ContainerRequestContext request,
      @Context UriInfo uri) {
    Caller caller = AccessFilter.caller(request);
    return carryOut(
        "rollback",
        version,
        ModelRequest.read(fields(body, uri), caller, new Target.RolledBack()),
        false);
  }

  /** Takes a version out for another reason. */
  @POST
  @Path("{version}/retire")
  @Consumes(MediaType.APPLICATION_JSON)
  public ModelChangeResult retire(
      @PathParam("version") String version,
      @Nullable InputStream body,
      @Context ContainerRequestContext request,
      @Context UriInfo uri) {
    Caller caller = AccessFilter.caller(request);
    return carryOut(
        "retire",
        version,
        ModelRequest.read(fields(body, uri), caller, new Target.Retired()),
        false);
  }

  /** Deletes the files of a version that serves nowhere. */
  @DELETE
  @Path("{version}")
  public ModelChangeResult remove(
      @PathParam("version") String version,
      @Context ContainerRequestContext request,
      @Context UriInfo uri) {
    QueryFields query = new QueryFields(uri);
    Author author = Author.read(query, AccessFilter.caller(request));
    query.finish();
    VersionId id = version(version);
    return counted(
        "remove",
        () -> deadline.within(() -> desk.remove(id, author.actor(), author.reason()), ADVICE));
  }

  private BodyFields fields(@Nullable InputStream body, UriInfo uri) {
    new QueryFields(uri).finish();
    return BodyFields.read(
        body == null ? InputStream.nullInputStream() : body, settings.maxBodyBytes());
  }

  /** A mistyped cluster must not get a model of its own; one that is gone must be left by those that it has. */
  private ModelChangeResult carryOut(
      String action, String version, ModelRequest wish, boolean enters) {
    VersionId id = version(version);
    return counted(
        action,
        () -> deadline.within(
            () -> {
              if (enters) {
                wish.scope()
                    .cluster()
                    .ifPresent(cluster -> Members.cluster(cluster, plane.snapshots(), 422));
              }
              return desk.carryOut(
                  new ModelOrder(id, wish.scope(), wish.target()),
                  wish.author().actor(),
                  wish.author().reason());
            },
            ADVICE));
  }

  private ModelChangeResult counted(String action, Callable<ModelChangeResult> change) {
    try {
      ModelChangeResult result = change.call();
      if (result.changed()) {
        Counter.builder("adaptivelb.models.changes")
            .description("Changes of the models made through this server")
            .tag("action", action)
            .register(meters)
            .increment();
      }
      return result;
    } catch (RegistryException e) {
      refused(e.reason());
      throw e;
    } catch (RefusedImport e) {
      refused(e.kind());
      throw e;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void refused(Enum<?> reason) {
    Counter.builder("adaptivelb.models.refusals")
        .description("Changes of the models that this server refused")
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(meters)
        .increment();
  }

  private void requireFile(Manifest manifest, String name) {
    List<String> names = manifest.files().stream().map(FileEntry::name).toList();
    if (!names.contains(name)) {
      throw new ProblemException(
          404,
          "unknown_file",
          "version %s has no file %s%s"
              .formatted(manifest.version(), Fields.quote(name), Hint.nearestOrAll(name, names)));
    }
    // All of them are read, to check every byte.
    long bytes = manifest.files().stream().mapToLong(FileEntry::bytes).sum();
    if (bytes > settings.maxModelBytes()) {
      throw new ProblemException(
          413,
          "model_too_large",
          "the files of version %s have %d bytes, more than %d, the most that is given; copy its folder from the data directory"
              .formatted(manifest.version(), bytes, settings.maxModelBytes()));
    }
  }

  private static int limit(QueryFields query) {
    long limit = query.number("limit").orElse((long) DEFAULT_LIMIT);
    if (limit < 1 || limit > ModelQuery.MAX_LIMIT) {
      query.reject("limit", "%d is not in 1…%d".formatted(limit, ModelQuery.MAX_LIMIT));
      return DEFAULT_LIMIT;
    }
    return (int) limit;
  }

  private static VersionId version(String text) {
    try {
      return new VersionId(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(404, "unknown_version", String.valueOf(e.getMessage()));
    }
  }
}

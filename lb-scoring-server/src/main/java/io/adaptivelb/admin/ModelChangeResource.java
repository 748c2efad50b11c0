package io.adaptivelb.admin;

import io.adaptivelb.admin.AccessFilter.Caller;
import io.adaptivelb.admin.AccessFilter.Needs;
import io.adaptivelb.admin.ModelRequest.Author;
import io.adaptivelb.api.ModelChange;
import io.adaptivelb.api.ModelChangeResult;
import io.adaptivelb.auth.Role;
import io.adaptivelb.models.ModelDesk;
import io.adaptivelb.models.ModelOrder;
import io.adaptivelb.models.ModelOrder.Target;
import io.adaptivelb.models.ModelPackage;
import io.adaptivelb.models.RefusedImport;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.VersionId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the models: scientists import and stage, operators may roll back. A change that is repeated does nothing the second
 * time.
 */
@Path("/api/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Needs(Role.SCIENTIST)
public final class ModelChangeResource {
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

  ModelChangeResource(
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
      result = counted(() -> imports.within(
          () -> desk.put(
              ModelPackage.read(zip, settings.maxModelBytes()), author.actor(), author.reason()),
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
      @Context ContainerRequestContext request) {
    return carryOut(version, body, request, ModelRequest.reading(new Target.Shadow()));
  }

  /** Makes a shadow a canary at 1 %. */
  @POST
  @Path("{version}/canary")
  @Consumes(MediaType.APPLICATION_JSON)
  public ModelChangeResult canary(
      @PathParam("version") String version,
      @Nullable InputStream body,
      @Context ContainerRequestContext request) {
    return carryOut(version, body, request, ModelRequest::canary);
  }

  /** Takes a canary one step up, or any number down. */
  @POST
  @Path("{version}/blend")
  @Consumes(MediaType.APPLICATION_JSON)
  public ModelChangeResult blend(
      @PathParam("version") String version,
      @Nullable InputStream body,
      @Context ContainerRequestContext request) {
    return carryOut(version, body, request, ModelRequest::blend);
  }

  /** Makes a canary at 100 %, or the first model of a scope, the active one. */
  @POST
  @Path("{version}/promote")
  @Consumes(MediaType.APPLICATION_JSON)
  public ModelChangeResult promote(
      @PathParam("version") String version,
      @Nullable InputStream body,
      @Context ContainerRequestContext request) {
    return carryOut(version, body, request, ModelRequest.reading(new Target.Active()));
  }

  /** Takes a version out because it is bad; an operator who is called at night may do that. */
  @POST
  @Path("{version}/rollback")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  public ModelChangeResult rollback(
      @PathParam("version") String version,
      @Nullable InputStream body,
      @Context ContainerRequestContext request) {
    return carryOut(version, body, request, ModelRequest.reading(new Target.RolledBack()));
  }

  /** Takes a version out for another reason. */
  @POST
  @Path("{version}/retire")
  @Consumes(MediaType.APPLICATION_JSON)
  public ModelChangeResult retire(
      @PathParam("version") String version,
      @Nullable InputStream body,
      @Context ContainerRequestContext request) {
    return carryOut(version, body, request, ModelRequest.reading(new Target.Retired()));
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
    VersionId id = ModelResource.version(version);
    return counted(
        () -> deadline.within(() -> desk.remove(id, author.actor(), author.reason()), ADVICE));
  }

  /** A mistyped cluster must not get a model of its own; one that is gone must be left by those that it has. */
  private ModelChangeResult carryOut(
      String version,
      @Nullable InputStream body,
      ContainerRequestContext request,
      BiFunction<BodyFields, Caller, ModelRequest> reader) {
    new QueryFields(request.getUriInfo()).finish();
    BodyFields fields = BodyFields.read(
        body == null ? InputStream.nullInputStream() : body, settings.maxBodyBytes());
    ModelRequest wish = reader.apply(fields, AccessFilter.caller(request));
    ModelOrder order = new ModelOrder(ModelResource.version(version), wish.scope(), wish.target());
    return counted(() -> deadline.within(
        () -> {
          if (order.target().enters()) {
            wish.scope()
                .cluster()
                .ifPresent(cluster -> Members.cluster(cluster, plane.snapshots(), 422));
          }
          return desk.carryOut(order, wish.author().actor(), wish.author().reason());
        },
        ADVICE));
  }

  private ModelChangeResult counted(Callable<ModelChangeResult> work) {
    try {
      ModelChangeResult result = work.call();
      ModelChange change = result.change();
      if (change != null) {
        Counter.builder("adaptivelb.models.changes")
            .description("Changes of the models made through this server")
            .tag("action", change.action())
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
}

package io.adaptivelb.admin;

import io.adaptivelb.api.ModelAssignment;
import io.adaptivelb.api.ModelDocument;
import io.adaptivelb.api.ModelHistory;
import io.adaptivelb.api.ModelList;
import io.adaptivelb.api.ModelTrial;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.models.ModelDesk;
import io.adaptivelb.models.ModelQuery;
import io.adaptivelb.registry.FileEntry;
import io.adaptivelb.registry.Manifest;
import io.adaptivelb.registry.VersionId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The models and what became of them. */
@Path("/api/v1/models")
@Produces(MediaType.APPLICATION_JSON)
public final class ModelResource {
  private static final int DEFAULT_LIMIT = 50;

  /** Models in memory at once for one of their files: each may be large. */
  private static final int MAX_DOWNLOADS = 2;

  private final ModelDesk desk;
  private final ControlPlane plane;
  private final AdminLimits settings;
  private final Deadline deadline;
  private final Semaphore downloads = new Semaphore(MAX_DOWNLOADS);

  ModelResource(ModelDesk desk, ControlPlane plane, AdminLimits settings, Deadline deadline) {
    this.desk = desk;
    this.plane = plane;
    this.settings = settings;
    this.deadline = deadline;
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
    return deadline.within(() -> desk.assignment(cluster.orElseThrow())
        .with(plane.models(cluster.orElseThrow()).map(ModelTrial::of).orElse(null)));
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
      return load(id, name);
    });
    return Response.ok(content, MediaType.APPLICATION_OCTET_STREAM)
        .header("Content-Disposition", "attachment; filename=\"%s\"".formatted(name))
        .build();
  }

  private byte[] load(VersionId version, String name) {
    if (!downloads.tryAcquire()) {
      throw new ProblemException(
          503, "overloaded", "%d models are being read; try again".formatted(MAX_DOWNLOADS));
    }
    try {
      return desk.file(version, name);
    } finally {
      downloads.release();
    }
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

  /** A version's name in a path; throws {@link ProblemException} (404) when it is none. */
  static VersionId version(String text) {
    try {
      return new VersionId(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(404, "unknown_version", String.valueOf(e.getMessage()));
    }
  }
}

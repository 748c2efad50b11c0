package io.adaptivelb.admin;

import io.adaptivelb.api.ClusterDocument;
import io.adaptivelb.api.ClusterList;
import io.adaptivelb.api.EndpointList;
import io.adaptivelb.api.ExplanationDocument;
import io.adaptivelb.api.OverrideDocument;
import io.adaptivelb.api.StabilityDocument;
import io.adaptivelb.control.LoopStability;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.ledger.OverrideLedger;
import io.adaptivelb.weights.WeightSnapshot;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/** Clusters, their endpoints and weights, and why a weight is what it is. */
@Path("/api/v1/clusters")
@Produces(MediaType.APPLICATION_JSON)
public final class ClusterResource {
  private final ControlPlane plane;
  private final OverrideLedger ledger;
  private final Deadline deadline;

  ClusterResource(ControlPlane plane, OverrideLedger ledger, Deadline deadline) {
    this.plane = plane;
    this.ledger = ledger;
    this.deadline = deadline;
  }

  /** All clusters. */
  @GET
  public ClusterList clusters(@Context UriInfo uri) {
    new QueryFields(uri).finish();
    return deadline.within(() -> new ClusterList(documents(plane)));
  }

  /** One cluster. Its name may contain slashes. */
  @GET
  @Path("{cluster: .+}")
  public ClusterDocument cluster(@PathParam("cluster") String cluster, @Context UriInfo uri) {
    new QueryFields(uri).finish();
    ClusterId id = parse("unknown_cluster", cluster, ClusterId::new);
    return deadline.within(() -> document(Members.cluster(id, plane.snapshots(), 404), plane));
  }

  /** The endpoints of a cluster. */
  @GET
  @Path("{cluster: .+}/endpoints")
  public EndpointList endpoints(@PathParam("cluster") String cluster, @Context UriInfo uri) {
    new QueryFields(uri).finish();
    ClusterId id = parse("unknown_cluster", cluster, ClusterId::new);
    return deadline.within(() -> EndpointList.of(Members.cluster(id, plane.snapshots(), 404)));
  }

  /** Why an endpoint has its weight. */
  @GET
  @Path("{cluster: .+}/endpoints/{endpoint}/explanation")
  public ExplanationDocument explanation(
      @PathParam("cluster") String cluster,
      @PathParam("endpoint") String endpoint,
      @Context UriInfo uri) {
    new QueryFields(uri).finish();
    ClusterId inCluster = parse("unknown_cluster", cluster, ClusterId::new);
    EndpointId id = parse("unknown_endpoint", endpoint, EndpointId::parse);
    return deadline.within(() -> explain(inCluster, id));
  }

  private ExplanationDocument explain(ClusterId cluster, EndpointId endpoint) {
    WeightSnapshot snapshot = Members.cluster(cluster, plane.snapshots(), 404);
    Members.endpoint(snapshot, endpoint, 404);
    Explanation why;
    try {
      why = plane.explain(cluster, endpoint);
    } catch (NoSuchElementException e) {
      // It left between the two questions.
      throw new ProblemException(404, "unknown_endpoint", String.valueOf(e.getMessage()));
    }
    Optional<OverrideDocument> override = snapshot
        .find(endpoint)
        .flatMap(line -> line.overrideId())
        .flatMap(ledger::find)
        .map(OverrideDocument::of);
    return ExplanationDocument.of(why, override.orElse(null));
  }

  /** The documents of all clusters, by name. */
  static List<ClusterDocument> documents(ControlPlane plane) {
    return plane.snapshots().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> document(entry.getValue(), plane))
        .toList();
  }

  private static ClusterDocument document(WeightSnapshot snapshot, ControlPlane plane) {
    ClusterId cluster = snapshot.cluster();
    return ClusterDocument.of(
        snapshot,
        Optional.ofNullable(plane.pulse().ticks().get(cluster)),
        plane.stability(cluster).map(ClusterResource::document));
  }

  private static StabilityDocument document(LoopStability stability) {
    boolean known = stability.known();
    return new StabilityDocument(
        stability.gain(),
        stability.factor(),
        known ? stability.elasticity() : null,
        known ? stability.delayTicks() : null,
        known ? stability.margin() : null,
        stability.explainedRatio(),
        stability.oscillatingEndpoints());
  }

  private static <T> T parse(String code, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(404, code, String.valueOf(e.getMessage()));
    }
  }
}

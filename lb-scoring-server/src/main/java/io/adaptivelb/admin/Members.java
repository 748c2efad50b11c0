package io.adaptivelb.admin;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.overrides.Scope;
import io.adaptivelb.weights.WeightSnapshot;
import java.util.List;
import java.util.Map;

/** Finds clusters and endpoints by name, or says which name was probably meant. */
final class Members {
  private Members() {}

  /** Throws a {@link ProblemException} (422) when the scope names what is not there. */
  static void require(Scope scope, Map<ClusterId, WeightSnapshot> snapshots) {
    switch (scope) {
      case Scope.OfEndpoint one ->
        endpoint(cluster(one.cluster(), snapshots, 422), one.endpoint(), 422);
      case Scope.OfCluster all -> cluster(all.cluster(), snapshots, 422);
      case Scope.Everything all -> {}
    }
  }

  /** The cluster's snapshot; throws a {@link ProblemException} with the given status when there is none. */
  static WeightSnapshot cluster(
      ClusterId cluster, Map<ClusterId, WeightSnapshot> snapshots, int status) {
    WeightSnapshot found = snapshots.get(cluster);
    if (found == null) {
      List<String> names = snapshots.keySet().stream().map(ClusterId::value).toList();
      throw new ProblemException(
          status,
          "unknown_cluster",
          "cluster %s has no weights%s"
              .formatted(Fields.quote(cluster.value()), Hint.nearestOrAll(cluster.value(), names)));
    }
    return found;
  }

  /** Throws a {@link ProblemException} with the given status when the endpoint is not a member. */
  static void endpoint(WeightSnapshot snapshot, EndpointId endpoint, int status) {
    if (snapshot.find(endpoint).isEmpty()) {
      List<String> names =
          snapshot.endpoints().stream().map(line -> line.id().toString()).toList();
      throw new ProblemException(
          status,
          "unknown_endpoint",
          "cluster %s has no endpoint %s%s"
              .formatted(
                  snapshot.cluster(),
                  Fields.quote(endpoint.toString()),
                  Hint.nearestOrAll(endpoint.toString(), names)));
    }
  }
}

package io.adaptivelb.rpc;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.table.PublishedWeights;
import io.adaptivelb.table.WeightTable;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** What the requests of several methods have in common: names, and the weights that they name. */
record Requests(WeightTable table, Predicate<ClusterId> known) {
  /** Throws the status that tells what is wrong with the name. */
  static ClusterId cluster(String name) {
    try {
      return new ClusterId(name);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("cluster", Objects.requireNonNullElse(e.getMessage(), "invalid"));
    }
  }

  /** Throws the status that tells what is wrong with the address. */
  static EndpointId endpoint(String address) {
    try {
      return EndpointId.parse(address);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("endpoint", Objects.requireNonNullElse(e.getMessage(), "invalid"));
    }
  }

  /** Throws the status that tells why there are none. */
  PublishedWeights weights(ClusterId cluster) {
    Optional<PublishedWeights> weights = table.published(cluster);
    if (weights.isPresent()) {
      return weights.get();
    }
    throw known.test(cluster)
        ? Problem.notYet(cluster)
        : Problem.notFound("cluster", cluster.value(), "there is no cluster %s".formatted(cluster));
  }
}

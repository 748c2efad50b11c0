package io.adaptivelb.registry;

import io.adaptivelb.domain.ClusterId;
import java.util.Optional;

/**
 * What a version serves: every cluster, or one. A cluster with a model of its own does not use the one for all.
 *
 * @param cluster the one cluster; empty for all
 */
public record ServingScope(Optional<ClusterId> cluster) {
  /** Every cluster that has no model of its own. */
  public static final ServingScope EVERYTHING = new ServingScope(Optional.empty());

  private static final String ALL = "*";
  private static final String CLUSTER = "cluster:";

  /** One cluster. */
  public static ServingScope of(ClusterId cluster) {
    return new ServingScope(Optional.of(cluster));
  }

  /**
   * Reads {@link #toString}: {@code *} or {@code cluster:NAME}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static ServingScope parse(String text) {
    if (text.equals(ALL)) {
      return EVERYTHING;
    }
    if (text.startsWith(CLUSTER)) {
      return of(new ClusterId(text.substring(CLUSTER.length())));
    }
    throw new IllegalArgumentException(
        "scope %s is neither * nor cluster:NAME".formatted(Rules.quote(text)));
  }

  @Override
  public String toString() {
    return cluster.map(one -> CLUSTER + one).orElse(ALL);
  }
}

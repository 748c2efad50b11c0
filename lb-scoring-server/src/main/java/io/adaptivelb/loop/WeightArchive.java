package io.adaptivelb.loop;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.table.PublishedWeights;
import io.adaptivelb.weights.WeightSnapshot;
import java.io.IOException;
import java.util.Optional;

/** Keeps the last published weights of every cluster over restarts. */
public interface WeightArchive {
  /** Replaces what is kept of the cluster, whole or not at all; durable when this returns. */
  void save(PublishedWeights weights) throws IOException;

  /** What is kept of a cluster. */
  Optional<WeightSnapshot> load(ClusterId cluster);
}

package io.adaptivelb.rpc;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import java.util.concurrent.CompletableFuture;

/** Whoever knows why an endpoint has its weight. */
@FunctionalInterface
public interface Explainer {
  /**
   * Asks; returns at once.
   *
   * @return fails with {@link java.util.NoSuchElementException} when the endpoint is not a member, with {@link
   *     java.util.concurrent.RejectedExecutionException} when there is no time for it now
   */
  CompletableFuture<Explanation> explain(ClusterId cluster, EndpointId endpoint);
}

package io.adaptivelb.capacity;

import io.adaptivelb.domain.ClusterId;

/** Makes the estimator of a cluster: the rung that its loop tries first. */
@FunctionalInterface
public interface EstimatorFactory {
  /** The analytic rung. */
  EstimatorFactory ANALYTIC = (cluster, settings) -> new AnalyticEstimator(settings);

  /** A new one, that knows nothing yet. */
  Estimator of(ClusterId cluster, EstimationSettings settings);
}

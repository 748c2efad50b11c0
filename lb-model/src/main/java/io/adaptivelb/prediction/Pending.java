package io.adaptivelb.prediction;

import io.adaptivelb.capacity.QueueingCurve;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.CapacityReading;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.features.FeatureVector;
import java.time.Instant;

/** An example whose aftermath is not over. Not thread-safe. */
final class Pending {
  private static final double LIMIT = 3;
  private static final double MATERIAL = 0.2;

  private final ClusterId cluster;
  private final EndpointId endpoint;
  private final Instant time;
  private final float[] features;
  private final CapacityReading believed;
  private int ticks;
  private double demand = Double.NaN;
  private double cores = Double.NaN;
  private double p50 = Double.NaN;
  private double p90 = Double.NaN;
  private double p99 = Double.NaN;
  private double failure = Double.NaN;

  Pending(
      ClusterId cluster,
      EndpointId endpoint,
      Instant time,
      FeatureVector features,
      CapacityReading believed) {
    this.cluster = cluster;
    this.endpoint = endpoint;
    this.time = time;
    this.features = features.toArray();
    this.believed = believed;
  }

  /**
   * Takes a tick after its own.
   *
   * @param shown whether the endpoint had the traffic that it takes to see what it can do
   * @param threshold share of errors above which it fails
   */
  void observe(EndpointObservation tick, CapacityReading reading, boolean shown, double threshold) {
    boolean first = ticks++ == 0;
    if (shown) {
      double moreDemand = Math.log(reading.demandSeconds() / believed.believedDemandSeconds());
      double moreCores = Math.log(reading.share() / believed.believedShare());
      // The first tick tells whether something happens, and the second how bad it is: the first
      // began before it.
      demand = first || demand > MATERIAL ? max(demand, moreDemand) : demand;
      cores = first || cores < -MATERIAL ? -max(-cores, -moreCores) : cores;
    }
    long requests = tick.outcomes().requests();
    if (requests > 0) {
      failure = max(failure, tick.outcomes().errors() > threshold * requests ? 1 : 0);
    }
    if (first) {
      latencies(tick);
    }
  }

  /** Of the first tick only: its load is known, and becomes the load that was about to be sent. */
  private void latencies(EndpointObservation tick) {
    double left = believed.cores() * believed.believedShare();
    double rate = tick.requestsPerSecond();
    int planned = FeatureSchema.CURRENT.index(FeatureSchema.PLANNED_UTILISATION).orElseThrow();
    features[planned] = (float) (rate * believed.believedDemandSeconds() / left);
    if (left > 0 && believed.believedDemandSeconds() > 0 && tick.latency().count() > 0) {
      // Steal makes every core slower: the same convention as in the estimate.
      double sojourn = QueueingCurve.sojournSeconds(
          believed.believedDemandSeconds() / believed.believedShare(), believed.cores(), rate);
      p50 = Math.log(tick.latency().quantileSeconds(0.5) / sojourn);
      p90 = Math.log(tick.latency().quantileSeconds(0.9) / sojourn);
      p99 = Math.log(tick.latency().quantileSeconds(0.99) / sojourn);
    }
  }

  Example complete() {
    Aftermath aftermath = new Aftermath(
        limited(demand), limited(cores), limited(p50), limited(p90), limited(p99), (float) failure);
    return new Example(time, cluster, endpoint, FeatureSchema.CURRENT.vector(features), aftermath);
  }

  private static float limited(double value) {
    return (float) Math.clamp(value, -LIMIT, LIMIT);
  }

  /** The larger; what is known, where one is NaN. */
  private static double max(double a, double b) {
    if (Double.isNaN(a)) {
      return b;
    }
    return Double.isNaN(b) ? a : Math.max(a, b);
  }
}

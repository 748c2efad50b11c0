package io.adaptivelb.admin;

import io.adaptivelb.control.LoopStability;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.prediction.ModelState;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What the admin API needs of the rest of the server; the wiring implements it. Thread-safe. Calls may wait for a tick
 * that is under way; the API gives up on them after its deadline.
 */
public interface ControlPlane {
  /** The snapshots in force. */
  Map<ClusterId, WeightSnapshot> snapshots();

  /**
   * Why an endpoint has its weight.
   *
   * @throws NoSuchElementException when the cluster has no weights or no such endpoint
   */
  Explanation explain(ClusterId cluster, EndpointId endpoint);

  /** What {@link #apply} would put in force; changes nothing. Clusters without weights are left out. */
  Map<ClusterId, WeightSnapshot> preview(List<WeightOverride> overrides);

  /**
   * Replaces the overrides; returns when the weights that follow from them are in force. They are durable already: an
   * error here must not lose them, so an implementation takes them up at its next tick at the latest.
   */
  void apply(List<WeightOverride> overrides);

  /** How the scoring loop is. */
  Pulse pulse();

  /** How stable the loop of a cluster is; empty before its first tick. */
  Optional<LoopStability> stability(ClusterId cluster);

  /** How the models of a cluster fare; empty when there is no such cluster. */
  Optional<ModelState> models(ClusterId cluster);

  /** What the collectors pull, and how that goes. */
  List<Target> targets();

  /** What every plugin says of itself. */
  Map<String, Map<String, String>> plugins();

  /**
   * How the scoring loop is.
   *
   * @param started when the server started
   * @param period between two ticks
   * @param ticks the last tick of every cluster that had one
   * @param failure why the loop cannot go on, if it cannot
   */
  record Pulse(
      Instant started, Duration period, Map<ClusterId, Instant> ticks, Optional<String> failure) {
    /** Copies the map. */
    public Pulse {
      ticks = Map.copyOf(ticks);
    }
  }

  /**
   * One thing that a collector pulls from.
   *
   * @param cluster whose telemetry
   * @param name the address, for people
   * @param source the kind of source
   * @param lastSuccess when it last answered well
   * @param failures how often it failed since
   * @param error how it failed last, if it did since the last success
   */
  record Target(
      ClusterId cluster,
      String name,
      String source,
      Optional<Instant> lastSuccess,
      long failures,
      Optional<String> error) {}
}

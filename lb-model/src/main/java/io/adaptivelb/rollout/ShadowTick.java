package io.adaptivelb.rollout;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.scoring.Score;
import java.time.Instant;
import java.util.List;

/**
 * What a shadow said beside the active model in one tick; nothing of it was published. Immutable.
 *
 * @param cluster whose endpoints
 * @param time of the tick
 * @param lines one an endpoint, never empty
 */
public record ShadowTick(ClusterId cluster, Instant time, List<Line> lines) {
  /** Copies the list; throws {@link IllegalArgumentException} when it is empty. */
  public ShadowTick {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(
          "cluster %s: a shadow's tick without endpoints says nothing".formatted(cluster));
    }
  }

  int[] activeWeights() {
    return lines.stream().mapToInt(Line::activeWeight).toArray();
  }

  int[] shadowWeights() {
    return lines.stream().mapToInt(Line::shadowWeight).toArray();
  }

  List<EndpointId> endpoints() {
    return lines.stream().map(Line::endpoint).toList();
  }

  /**
   * Both models on one endpoint.
   *
   * @param endpoint the endpoint
   * @param active the active model's score
   * @param shadow the shadow's
   * @param activeWeight the weight that follows from the active model's
   * @param shadowWeight the weight that would follow from the shadow's
   */
  public record Line(
      EndpointId endpoint, Score active, Score shadow, int activeWeight, int shadowWeight) {}
}

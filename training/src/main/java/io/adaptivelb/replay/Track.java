package io.adaptivelb.replay;

import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.Rung;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a policy published over time: every push, and sums over all ticks. Not thread-safe. */
final class Track {
  private final String policy;
  private final List<Push> pushes = new ArrayList<>();
  private final Map<Rung, Long> rungs = new EnumMap<>(Rung.class);
  private final SortedMap<EndpointId, Sums> sums = new TreeMap<>();
  private long ticks;

  /** One of a policy that published nothing yet. */
  Track(String policy) {
    this.policy = policy;
  }

  /**
   * New weights.
   *
   * @param time from which on they hold
   * @param version of the snapshot
   * @param rung that they stand on
   * @param weights one a member
   */
  record Push(Instant time, long version, Rung rung, Map<EndpointId, Integer> weights) {}

  /**
   * An endpoint's weights over all ticks in which it was a member.
   *
   * @param least the lowest
   * @param mean over the ticks
   * @param most the highest
   * @param last the one after the last tick
   */
  record Weights(EndpointId endpoint, int least, double mean, int most, int last) {}

  void add(WeightSnapshot snapshot) {
    ticks++;
    rungs.merge(snapshot.rung(), 1L, Long::sum);
    Map<EndpointId, Integer> weights = new TreeMap<>();
    for (EndpointWeight line : snapshot.endpoints()) {
      weights.put(line.id(), line.weight());
      sums.computeIfAbsent(line.id(), id -> new Sums()).add(line.weight());
    }
    if (pushes.isEmpty() || pushes.getLast().version() != snapshot.version()) {
      pushes.add(new Push(snapshot.time(), snapshot.version(), snapshot.rung(), weights));
    }
  }

  String policy() {
    return policy;
  }

  long ticks() {
    return ticks;
  }

  /** In the order of time; the first is where it began. */
  List<Push> pushes() {
    return List.copyOf(pushes);
  }

  /** On which rungs it stood for how many ticks. */
  Map<Rung, Long> rungs() {
    return Map.copyOf(rungs);
  }

  /** In the order of the endpoints. */
  List<Weights> weights() {
    List<Weights> all = new ArrayList<>();
    sums.forEach((endpoint, of) ->
        all.add(new Weights(endpoint, of.least, (double) of.sum / of.ticks, of.most, of.last)));
    return all;
  }

  private static final class Sums {
    private int least = Integer.MAX_VALUE;
    private int most;
    private int last;
    private long sum;
    private long ticks;

    void add(int weight) {
      least = Math.min(least, weight);
      most = Math.max(most, weight);
      last = weight;
      sum += weight;
      ticks++;
    }
  }
}

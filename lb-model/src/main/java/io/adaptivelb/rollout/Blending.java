package io.adaptivelb.rollout;

import static io.adaptivelb.weights.EndpointWeight.MAX_WEIGHT;
import static io.adaptivelb.weights.EndpointWeight.MIN_WEIGHT;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The weights of a canary: {@code (1−b)·old + b·new}, in shares of the traffic. Pure functions.
 *
 * <p>Only shares of a sum mean anything to a proxy, so the new weights are first scaled to the sum of the old ones. It
 * follows that a blend of b moves at most b of the traffic away from where the old model sends it: {@link #distance}
 * (old, blend) = b · distance(old, new), up to rounding. At b = 1 % the worst model moves 1 %.
 */
public final class Blending {
  private static final int ROUNDS = 64;

  private Blending() {}

  /**
   * The blended weights: their sum is that of the old ones, each is in {@value
   * io.adaptivelb.weights.EndpointWeight#MIN_WEIGHT}…{@value io.adaptivelb.weights.EndpointWeight#MAX_WEIGHT}.
   *
   * @param old the active model's weights, one an endpoint; of one locality, or of whatever proxies compare
   * @param candidate the canary's weights of the same endpoints in the same order
   * @throws IllegalArgumentException when the lengths differ or are 0, or a weight is out of range
   */
  public static int[] blend(int[] old, int[] candidate, Blend blend) {
    requireSameEndpoints(old, candidate);
    long sum = sum(old);
    double scale = (double) sum / sum(candidate);
    double[] wanted = new double[old.length];
    for (int i = 0; i < old.length; i++) {
      wanted[i] = (1 - blend.share()) * old[i] + blend.share() * scale * candidate[i];
    }
    fitIntoRange(wanted, sum);
    return round(wanted, sum);
  }

  /**
   * The share of the traffic that goes elsewhere: the total variation distance {@code ½·Σ|pᵢ−qᵢ|} between the shares, 0…1.
   *
   * @throws IllegalArgumentException as for {@link #blend}
   */
  public static double distance(int[] some, int[] others) {
    requireSameEndpoints(some, others);
    double sumOfSome = sum(some);
    double sumOfOthers = sum(others);
    double moved = 0;
    for (int i = 0; i < some.length; i++) {
      moved += Math.abs(some[i] / sumOfSome - others[i] / sumOfOthers);
    }
    return Math.min(1, moved / 2);
  }

  /** Scaling may push a weight out of range: it is clamped, and the others share what is left in proportion. */
  private static void fitIntoRange(double[] wanted, long sum) {
    for (int round = 0; round < ROUNDS; round++) {
      double free = 0;
      double fixed = 0;
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = Math.clamp(wanted[i], MIN_WEIGHT, MAX_WEIGHT);
        boolean atTheEdge = wanted[i] == MIN_WEIGHT || wanted[i] == MAX_WEIGHT;
        fixed += atTheEdge ? wanted[i] : 0;
        free += atTheEdge ? 0 : wanted[i];
      }
      double factor = free == 0 ? 1 : (sum - fixed) / free;
      if (Math.abs(factor - 1) < 1e-12) {
        return;
      }
      for (int i = 0; i < wanted.length; i++) {
        if (wanted[i] != MIN_WEIGHT && wanted[i] != MAX_WEIGHT) {
          wanted[i] *= Math.max(0, factor);
        }
      }
    }
  }

  /** By largest remainder (Hamilton); whatever the clamping left over is dealt out within the range. */
  private static int[] round(double[] wanted, long sum) {
    int[] weights = new int[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      weights[i] = Math.clamp((long) Math.floor(wanted[i]), MIN_WEIGHT, MAX_WEIGHT);
    }
    long left = sum - sum(weights);
    int[] byRemainder = IntStream.range(0, wanted.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> weights[i] - wanted[i])
            .thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
    while (left != 0) {
      left = deal(weights, byRemainder, left);
    }
    return weights;
  }

  /** One unit for each that can take (or give) one. The old weights reach the sum within the range, so it ends. */
  private static long deal(int[] weights, int[] order, long left) {
    int step = left > 0 ? 1 : -1;
    long rest = left;
    for (int k = 0; k < order.length && rest != 0; k++) {
      int i = step > 0 ? order[k] : order[order.length - 1 - k];
      int next = weights[i] + step;
      if (next >= MIN_WEIGHT && next <= MAX_WEIGHT) {
        weights[i] = next;
        rest -= step;
      }
    }
    return rest;
  }

  private static void requireSameEndpoints(int[] old, int[] candidate) {
    if (old.length == 0 || old.length != candidate.length) {
      throw new IllegalArgumentException(
          "%d old and %d new weights; both must be of the same endpoints, at least one"
              .formatted(old.length, candidate.length));
    }
    requireInRange(old);
    requireInRange(candidate);
  }

  private static void requireInRange(int[] weights) {
    for (int weight : weights) {
      if (weight < MIN_WEIGHT || weight > MAX_WEIGHT) {
        throw new IllegalArgumentException(
            "weight %d is not in %d…%d".formatted(weight, MIN_WEIGHT, MAX_WEIGHT));
      }
    }
  }

  private static long sum(int[] weights) {
    return Arrays.stream(weights).asLongStream().sum();
  }
}

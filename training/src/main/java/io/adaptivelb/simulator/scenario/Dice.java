package io.adaptivelb.simulator.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws for {@link Curriculum}. Not thread-safe. */
final class Dice {
  private final SplittableRandom random;

  Dice(SplittableRandom random) {
    this.random = random;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** A whole number, both ends included. */
  int whole(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  /** As often below the geometric mean as above. */
  double logBetween(double low, double high) {
    return low * StrictMath.pow(high / low, random.nextDouble());
  }

  /**
   * A time in odd milliseconds: the files that come along have whole seconds and multiples of 250 ms, so none of theirs is ever drawn.
   */
  Duration seconds(double low, double high) {
    return Duration.ofMillis(Math.round(between(low, high) * 1e3) | 1);
  }

  /** A range within limits. */
  Span range(double low, double high) {
    double one = between(low, high);
    double other = between(low, high);
    return new Span(Math.min(one, other), Math.max(one, other));
  }

  <T> T oneOf(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /** So many different numbers below a limit, in order. */
  List<Integer> some(int count, int limit) {
    return someOf(count, IntStream.range(0, limit).boxed().toList()).stream()
        .sorted()
        .toList();
  }

  /** So many of the items, in any order. */
  <T> List<T> someOf(int count, List<T> items) {
    List<T> left = new ArrayList<>(items);
    List<T> chosen = new ArrayList<>();
    while (chosen.size() < count && !left.isEmpty()) {
      chosen.add(left.remove(random.nextInt(left.size())));
    }
    return chosen;
  }
}

package io.adaptivelb.simulator.scenario;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A number, or a range from which one is drawn evenly: {@code 0.5} or {@code [0.4, 0.9]}.
 *
 * @param low the least
 * @param high the largest; ≥ low
 */
public record Span(double low, double high) {
  /** Throws {@link IllegalArgumentException} when the range is empty or no number. */
  public Span {
    if (!(high >= low)) {
      throw new IllegalArgumentException(
          "[%s, %s] is no range; write [low, high] or one number".formatted(low, high));
    }
  }

  /** A single number. */
  public static Span of(double value) {
    return new Span(value, value);
  }

  /** Reads a number or a list of two. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Span read(JsonNode written) {
    if (written.isNumber()) {
      return of(written.doubleValue());
    }
    if (written.isArray()
        && written.size() == 2
        && written.get(0).isNumber()
        && written.get(1).isNumber()) {
      return new Span(written.get(0).doubleValue(), written.get(1).doubleValue());
    }
    throw new IllegalArgumentException(
        "%s is no range; write [low, high] or one number".formatted(written));
  }

  /** As it is written. */
  @JsonValue
  Object written() {
    return low == high ? (Object) low : List.of(low, high);
  }

  /** A draw. */
  double draw(SplittableRandom random) {
    double share = random.nextDouble();
    return low + share * (high - low);
  }

  /** Refuses a range that leaves the given one. */
  void requireWithin(String name, double least, double most) {
    if (low < least || high > most) {
      throw new IllegalArgumentException(
          "%s is %s; it must be in %s…%s".formatted(name, written(), least, most));
    }
  }
}

package io.adaptivelb.simulator.scenario;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.adaptivelb.settings.Units;
import java.time.Duration;

/**
 * A time, or a range from which one is drawn evenly: {@code 15s} or {@code [500ms, 2s]}. Plain numbers are seconds.
 *
 * @param seconds the range
 */
public record Stretch(Span seconds) {
  /** A single time. */
  public static Stretch ofSeconds(double seconds) {
    return new Stretch(Span.of(seconds));
  }

  /** Reads a time or a list of two. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Stretch read(JsonNode written) {
    if (!written.isArray()) {
      return new Stretch(Span.read(inSeconds(written)));
    }
    ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
    written.forEach(item -> numbers.add(inSeconds(item)));
    return new Stretch(Span.read(numbers));
  }

  private static JsonNode inSeconds(JsonNode written) {
    if (!written.isTextual()) {
      return written;
    }
    Duration duration = Units.duration(written.textValue());
    if (duration == null) {
      throw new IllegalArgumentException(
          "%s is no time; %s, or a number of seconds".formatted(written, Units.DURATION_RULE));
    }
    return JsonNodeFactory.instance.numberNode(duration.toNanos() / 1e9);
  }

  /** As it is written, in seconds. */
  @JsonValue
  Object written() {
    return seconds.written();
  }
}

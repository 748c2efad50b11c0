package io.adaptivelb.registry;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Instant;

/**
 * What a model was trained on.
 *
 * @param from the first sample's time
 * @param to the last one's; not before {@code from}
 * @param rows how many
 * @param source where they came from, for people: "feature store", "simulator", a folder's name
 */
public record DataRange(Instant from, Instant to, long rows, String source) {
  /** Throws {@link IllegalArgumentException} naming what breaks the rules above. */
  public DataRange {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("data end %s is before its start %s".formatted(to, from));
    }
    requireInRange("rows", rows, 0, Long.MAX_VALUE);
    Rules.requireText("source", source, 500);
  }
}

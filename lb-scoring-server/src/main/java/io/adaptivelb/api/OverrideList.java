package io.adaptivelb.api;

import java.util.List;

/**
 * The overrides in force.
 *
 * @param version rises with every change; what {@code If-Match} takes
 * @param overrides in the order of their creation; copied
 */
public record OverrideList(long version, List<OverrideDocument> overrides) {
  /** Copies the list. */
  public OverrideList {
    overrides = List.copyOf(overrides);
  }
}

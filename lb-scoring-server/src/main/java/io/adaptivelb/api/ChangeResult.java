package io.adaptivelb.api;

import java.util.List;

/**
 * What a change of the overrides did, or would do.
 *
 * @param dryRun true when nothing was changed
 * @param replayed true when the same request had come before: this is what it did then
 * @param override the override that begins or ends; on a dry run its id is the one that it would get now
 * @param effect the weights before and after
 * @param warnings what the caller should think about; copied
 * @param version of the overrides that this was computed from; pass it as {@code If-Match} to do exactly what the dry run
 *     showed
 */
public record ChangeResult(
    boolean dryRun,
    boolean replayed,
    OverrideDocument override,
    Effect effect,
    List<String> warnings,
    long version) {
  /** Copies the list. */
  public ChangeResult {
    warnings = List.copyOf(warnings);
  }
}

package io.adaptivelb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the registry, the newest first.
 *
 * @param sequence of the last change; the ETag
 * @param featureSchema the features that this program computes: a model that wants others is refused
 * @param versions copied
 * @param next what to pass as {@code before} for those that follow; absent on the last page
 */
public record ModelList(
    long sequence,
    String featureSchema,
    List<ModelSummary> versions,
    @Nullable String next) {
  /** Copies the list. */
  public ModelList {
    versions = List.copyOf(versions);
  }
}

package io.adaptivelb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the changes of the models, the newest first.
 *
 * @param changes copied
 * @param next what to pass as {@code before} for the page that follows; absent on the last one
 */
public record ModelHistory(
    List<ModelChange> changes, @Nullable Long next) {
  /** Copies the list. */
  public ModelHistory {
    changes = List.copyOf(changes);
  }
}

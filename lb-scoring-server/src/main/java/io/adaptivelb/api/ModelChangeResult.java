package io.adaptivelb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the models did.
 *
 * @param changed false when it was so already: then nothing was done
 * @param version what it was about
 * @param stages where that version stands now; empty for a candidate, and for one that was removed
 * @param change as it stands in the history; absent when nothing was done
 */
public record ModelChangeResult(
    boolean changed,
    String version,
    List<ModelStage> stages,
    @Nullable ModelChange change) {
  /** Copies the list. */
  public ModelChangeResult {
    stages = List.copyOf(stages);
  }
}

package io.adaptivelb.api;

import java.util.List;

/**
 * One version of a model.
 *
 * @param version its name
 * @param stages where it went, by scope; empty for a candidate
 * @param manifest what it is
 */
public record ModelDocument(String version, List<ModelStage> stages, ModelManifest manifest) {
  /** Copies the list. */
  public ModelDocument {
    stages = List.copyOf(stages);
  }
}

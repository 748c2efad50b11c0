package io.adaptivelb.registry;

/**
 * One thing that a model predicts.
 *
 * @param name of the head, unique within the model: {@code latency_p99}
 * @param target what it predicts, with its unit
 * @param file the file that holds it; several heads may share one
 */
public record Head(String name, String target, String file) {
  /** Throws {@link IllegalArgumentException} naming what breaks the rules above. */
  public Head {
    Rules.requireText("head", name, 100);
    Rules.requireText("target of head " + Rules.quote(name), target, 200);
    FileEntry.requireName(file);
  }
}

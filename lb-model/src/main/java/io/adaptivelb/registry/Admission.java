package io.adaptivelb.registry;

import io.adaptivelb.registry.RegistryException.Reason;
import java.util.List;

/** What a model has to pass before it is a candidate. */
final class Admission {
  private Admission() {}

  /** The content of a draft that breaks no rule and that the validator has nothing against. */
  static ModelContent check(ModelDraft draft, RegistryLimits limits, Validator validator) {
    ModelContent content;
    try {
      content = draft.toContent();
      limits.require(content.manifest());
    } catch (IllegalArgumentException e) {
      throw new RegistryException(Reason.REFUSED, "the model is refused: " + e.getMessage(), e);
    }
    int bytes = ManifestJson.write(content.manifest()).length;
    if (bytes > limits.maxManifestBytes()) {
      throw refused(
          "its manifest has %d bytes, %d are allowed".formatted(bytes, limits.maxManifestBytes()));
    }
    List<String> objections = objections(validator, content);
    if (!objections.isEmpty()) {
      throw refused(String.join("; ", objections));
    }
    return content;
  }

  /** A hostile file may break the validator rather than fail it: that is an objection too. */
  private static List<String> objections(Validator validator, ModelContent content) {
    try {
      return validator.objections(content);
    } catch (RuntimeException | StackOverflowError e) {
      return List.of("it broke the validator: " + e);
    }
  }

  /** Throws unless there is room for it and its parent is known. */
  static void requireRoom(HistoryState state, ModelContent content, RegistryLimits limits) {
    int versions = state.versions().size();
    if (versions >= limits.maxVersions()) {
      throw refused(
          "the registry has %d versions, the most allowed; remove some first".formatted(versions));
    }
    content.manifest().parent().ifPresent(parent -> {
      if (state.checksum(parent).isEmpty()) {
        throw refused("its parent %s is not in the registry".formatted(parent));
      }
    });
  }

  private static RegistryException refused(String why) {
    return new RegistryException(Reason.REFUSED, "the model is refused: " + why);
  }
}

package io.adaptivelb.replay;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.registry.VersionId;
import io.adaptivelb.simulator.VersionFolder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the model that a command names: a version in a server's registry, or the folder of a version anywhere. */
final class ModelChoice {
  private ModelChoice() {}

  /**
   * Loads it, every byte checked.
   *
   * @param data the server's data directory
   * @throws UserError when there is no such model, or it does not fit
   */
  static ScoringModel load(String model, Path data) {
    if (VersionFolder.isAt(Path.of(model))) {
      return VersionFolder.load(Path.of(model));
    }
    Path registry = data.resolve("models");
    if (!Files.isDirectory(registry)) {
      throw new UserError(
          "--model is %s; it must be a version in %s, or the folder of a version with its manifest.json"
              .formatted(model, registry));
    }
    try {
      return new ModelValidator()
          .load(ModelRegistry.open(registry, RegistryLimits.DEFAULTS, "lb replay")
              .load(new VersionId(model)));
    } catch (RegistryException | IllegalArgumentException e) {
      throw new UserError("--model is %s: %s".formatted(model, e.getMessage()), e);
    }
  }
}

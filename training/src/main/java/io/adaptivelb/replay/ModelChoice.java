package io.adaptivelb.replay;

import io.adaptivelb.boosting.RefusedModelException;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.registry.VersionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/** Finds the model that a command names: a version in a server's registry, or the folder of a version in any registry. */
final class ModelChoice {
  private static final String REGISTRY = "models";
  private static final String MANIFEST = "manifest.json";

  private ModelChoice() {}

  /**
   * Loads it, every byte checked.
   *
   * @param data the server's data directory
   * @throws UserError when there is no such model, or it does not fit
   */
  static ScoringModel load(String model, Path data) {
    Path folder = Path.of(model).toAbsolutePath().normalize();
    Path parent = folder.getParent();
    boolean named = parent == null || !Files.isRegularFile(folder.resolve(MANIFEST));
    Path registry = named ? data.resolve(REGISTRY) : parent;
    if (registry == null || !Files.isDirectory(registry)) {
      throw new UserError(
          "--model is %s; it must be a version in %s, or the folder of a version with its %s"
              .formatted(model, data.resolve(REGISTRY), MANIFEST));
    }
    try {
      VersionId version = new VersionId(named ? model : String.valueOf(folder.getFileName()));
      return new ModelValidator()
          .load(
              ModelRegistry.open(registry, RegistryLimits.DEFAULTS, "lb replay").load(version));
    } catch (RegistryException
        | RefusedModelException
        | IllegalArgumentException
        | NoSuchElementException e) {
      throw new UserError("--model is %s: %s".formatted(model, e.getMessage()), e);
    }
  }
}

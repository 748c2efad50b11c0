package io.adaptivelb.simulator;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.registry.ModelContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model in the folder of a version, in a registry or not: {@code manifest.json} and the files that it names. */
public final class VersionFolder {
  private static final String MANIFEST = "manifest.json";

  private VersionFolder() {}

  /** Whether there is one. */
  public static boolean isAt(Path folder) {
    return Files.isRegularFile(folder.resolve(MANIFEST));
  }

  /**
   * Loads it, every byte checked against the manifest.
   *
   * @throws UserError when there is no such folder, or the model does not fit
   */
  public static ScoringModel load(Path folder) {
    if (!isAt(folder)) {
      throw new UserError("--model is %s; it must be the folder of a version, with its %s"
          .formatted(folder, MANIFEST));
    }
    try {
      return new ModelValidator().load(content(folder));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UserError("--model is %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * Its files, every byte checked against the manifest.
   *
   * @throws IllegalArgumentException when one is not as the manifest says
   * @throws UncheckedIOException when one cannot be read
   */
  public static ModelContent content(Path folder) {
    return ModelContent.parse(read(folder.resolve(MANIFEST)), name -> read(folder.resolve(name)));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(file), e);
    }
  }
}

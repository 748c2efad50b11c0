package io.adaptivelb.simulator;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command writes; what keeps it from being written is found before anything is played. */
public final class OutputFile {
  private final Path path;

  /**
   * A file to be.
   *
   * @throws UserError naming option and file when it cannot be written
   */
  public OutputFile(String option, Path path) {
    this.path = path;
    Path folder = path.toAbsolutePath().getParent();
    if (Files.isDirectory(path)) {
      throw new UserError("%s is %s; that is a folder, it must be a file".formatted(option, path));
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UserError("%s is %s; its folder must be there".formatted(option, path));
    }
    if (!Files.isWritable(Files.exists(path) ? path : folder)) {
      throw new UserError("%s is %s; it must be writable".formatted(option, path));
    }
  }

  /** Writes it anew. */
  public void write(String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UserError("cannot write %s: %s".formatted(path, e), e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }
}

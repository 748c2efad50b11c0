package io.adaptivelb.parquet;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How the files of a data set are called: {@code part-00000.parquet} and so on, and nothing else in the folder. */
final class PartFiles {
  private PartFiles() {}

  static Path part(Path folder, int number) {
    return folder.resolve("part-%05d.parquet".formatted(number));
  }

  /**
   * The parts in a folder, in order.
   *
   * @throws UserError naming a file that is no part of it, or a part that is missing
   */
  static List<Path> visible(Path folder) {
    List<Path> parts = new ArrayList<>();
    for (Path file : files(folder)) {
      if (HiddenFile.isHidden(file.getFileName().toString())) {
        continue;
      }
      Path expected = part(folder, parts.size());
      if (!file.getFileName().equals(expected.getFileName())) {
        throw new UserError(
            "%s is in a data set; a data set is a folder of part-00000.parquet, part-00001.parquet … without a gap and with nothing else in it"
                .formatted(file));
      }
      parts.add(file);
    }
    return parts;
  }

  /** What is being written, or was when an export was killed. */
  static List<Path> hidden(Path folder) {
    return files(folder).stream()
        .filter(file -> HiddenFile.isHidden(file.getFileName().toString()))
        .toList();
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserError(
          Files.exists(folder)
              ? "%s is a file; a data set is a folder of part-00000.parquet and so on"
                  .formatted(folder)
              : "there is no folder %s; lb export makes one".formatted(folder));
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UserError("cannot list %s: %s".formatted(folder, reason(e)), e);
    }
  }

  /** What went wrong, without the path that the message names anyway. */
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case FileAlreadyExistsException exists -> "there is a file of that name";
      case FileSystemException file when file.getReason() != null -> file.getReason();
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }
}

package io.adaptivelb.training;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code DATA/retrain}: what a retraining writes while it runs, which is of use to nobody else. One process at a time has it; the lock ends
 * with the process, however it ends, and what a killed one left is deleted by the next one.
 */
final class RetrainFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private RetrainFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Takes it.
   *
   * @param data the data directory of a server
   * @throws UserError when there is no such directory, it cannot be written, or another one retrains there
   */
  static RetrainFolder open(Path data) {
    if (!Files.isDirectory(data)) {
      throw new UserError("--data: %s is no folder; give the data directory of lb serve or lb demo"
          .formatted(data));
    }
    Path path = data.resolve("retrain");
    try {
      Files.createDirectories(path);
      FileChannel channel = FileChannel.open(
          path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new UserError("another lb retrain runs on %s; stop that one first".formatted(data));
      }
      return new RetrainFolder(path, channel);
    } catch (IOException e) {
      throw new UserError("--data: %s cannot be used: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Where the examples go. */
  Path dataSet() {
    return path.resolve("dataset");
  }

  /** Deletes the examples. */
  void clear() {
    Path set = dataSet();
    try {
      if (Files.exists(set)) {
        for (Path file : deepestFirst(set)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UserError("%s cannot be deleted: %s".formatted(set, e.getMessage()), e);
    }
  }

  private static List<Path> deepestFirst(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UserError("%s cannot be unlocked: %s".formatted(path, e.getMessage()), e);
    }
  }
}

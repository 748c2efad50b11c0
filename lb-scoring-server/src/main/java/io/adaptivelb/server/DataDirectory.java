package io.adaptivelb.server;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder that one server owns while it runs: two on the same data would overwrite each other's weights. */
final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes the folder if it is not there, and locks it. The lock ends with the process, however it ends.
   *
   * @throws UserError when it cannot be written or another server has it
   */
  static DataDirectory open(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel channel = FileChannel.open(
          path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new UserError("data directory %s is in use by another server"
            .formatted(path.toAbsolutePath().normalize()));
      }
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw new UserError(
          "cannot use the data directory %s: %s"
              .formatted(path.toAbsolutePath().normalize(), StartFailure.reason(e)),
          e);
    }
  }

  Path weights() {
    return path.resolve("weights");
  }

  /** Overrides and the audit log. */
  Path overrides() {
    return path.resolve("overrides");
  }

  /** The model registry. */
  Path models() {
    return path.resolve("models");
  }

  /** The feature store, unless the configuration names another folder. */
  Path telemetry() {
    return path.resolve("telemetry");
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

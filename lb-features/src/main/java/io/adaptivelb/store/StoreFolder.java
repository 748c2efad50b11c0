package io.adaptivelb.store;

import io.adaptivelb.store.StoreException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of a store: who has it, and what lies in it. */
final class StoreFolder implements AutoCloseable {
  private static final String LOCK = "store.lock";
  private static final String CURRENT = "CURRENT";
  private static final String DAMAGED = "DAMAGED";
  private static final String SUBFOLDERS = "damaged-\\d+|kept-tables";
  private static final String OURS =
      "(CURRENT|IDENTITY|LOCK|LOG.*|(MANIFEST|OPTIONS)-.*|\\d+\\.(sst|log|blob|dbtmp)|" + LOCK + "|"
          + DAMAGED + "|" + SUBFOLDERS + ")";

  final Path path;
  private final @Nullable FileChannel lockChannel;

  private StoreFolder(Path path, @Nullable FileChannel lockChannel) {
    this.path = path;
    this.lockChannel = lockChannel;
  }

  /** Creates the folder if need be, and takes it for this process. */
  static StoreFolder own(Path path) {
    StoreFolder unlocked = new StoreFolder(path.toAbsolutePath().normalize(), null);
    FileChannel channel;
    try {
      Files.createDirectories(unlocked.path);
      unlocked.requireNothingForeign();
      channel = FileChannel.open(
          unlocked.path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unlocked.failure("cannot be used", e);
    }
    StoreFolder folder = new StoreFolder(unlocked.path, channel);
    folder.lock(channel);
    return folder;
  }

  /** Looks at a folder that may be another process's, and writes nothing there. */
  static StoreFolder lookAt(Path path) {
    StoreFolder folder = new StoreFolder(path.toAbsolutePath().normalize(), null);
    if (!Files.exists(folder.path.resolve(CURRENT))) {
      throw new StoreException(
          Reason.NOT_A_STORE, "%s holds no feature store".formatted(folder.path));
    }
    return folder;
  }

  /** Whether it is this process's, which may write there then. */
  boolean isOwned() {
    return lockChannel != null;
  }

  private void lock(FileChannel channel) {
    if (tryLock(channel) == null) {
      close();
      throw new StoreException(
          Reason.LOCKED,
          ("feature store %s is in use by another process or another part of this one; stop that one, or give this one a"
                  + " folder of its own")
              .formatted(this.path));
    }
  }

  private @Nullable FileLock tryLock(FileChannel channel) {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    } catch (IOException e) {
      close();
      throw failure("cannot be locked", e);
    }
  }

  private void requireNothingForeign() throws IOException {
    for (Path file : list(path)) {
      String name = file.getFileName().toString();
      if (!name.matches(OURS)) {
        throw new StoreException(
            Reason.NOT_A_STORE,
            "%s holds %s, so it is no feature store; name an empty or a new folder"
                .formatted(path, name));
      }
    }
  }

  /** Throws when the files that are there cannot belong to a sound store, before RocksDB would begin a new one over them. */
  void requireSound() {
    if (Files.exists(path.resolve(DAMAGED))) {
      throw damaged("it was found damaged while it was in use", null);
    }
    if (!Files.exists(path.resolve(CURRENT))
        && !(tables(path).isEmpty() && logs(path).isEmpty())) {
      throw damaged("its file CURRENT is missing", null);
    }
  }

  /** Remembers for the next start that the store needs salvaging; its owner alone may write that down. */
  void markDamaged() {
    if (!isOwned()) {
      return;
    }
    try {
      Files.writeString(path.resolve(DAMAGED), "");
    } catch (IOException e) {
      // The disk is failing altogether; the error that led here is being thrown and says so.
      throw failure("cannot be marked as damaged", e);
    }
  }

  StoreException damaged(String why, @Nullable Exception cause) {
    String message =
        ("feature store %s is damaged: %s. Open it with salvage on, and what is readable is copied into a new store; or"
                + " move the folder away, and an empty one is created. Weights do not depend on it, only history does")
            .formatted(path, why);
    return cause == null
        ? new StoreException(Reason.DAMAGED, message)
        : new StoreException(Reason.DAMAGED, message, cause);
  }

  StoreException failure(String what, IOException cause) {
    return new StoreException(
        Reason.IO, "feature store %s %s: %s".formatted(path, what, reason(cause)), cause);
  }

  /** In words: the messages of the JDK's file exceptions are but a path. */
  private static String reason(IOException cause) {
    String message =
        cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
    return switch (cause) {
      case FileAlreadyExistsException exists -> "there is a file of that name";
      case AccessDeniedException denied -> "permission denied";
      default -> message == null ? cause.toString() : message;
    };
  }

  /** Changes with every file that the database takes in or gives up: the manifest's name and length. */
  String manifestStamp() throws IOException {
    String manifest = Files.readString(path.resolve(CURRENT)).strip();
    return "%s %d".formatted(manifest, Files.size(path.resolve(manifest)));
  }

  /** The table files in a folder, oldest first. */
  static List<Path> tables(Path folder) {
    return files(folder, "\\d+\\.sst");
  }

  /** The write-ahead logs in a folder that hold anything, oldest first. */
  static List<Path> logs(Path folder) {
    return files(folder, "\\d+\\.log").stream()
        .filter(log -> log.toFile().length() > 0)
        .toList();
  }

  /** All files of the database itself. */
  List<Path> databaseFiles() {
    return files(path, OURS).stream()
        .filter(file -> !file.getFileName().toString().matches(LOCK + "|" + SUBFOLDERS))
        .toList();
  }

  /** The size of all files of the database. */
  long bytes() {
    return databaseFiles().stream().mapToLong(file -> file.toFile().length()).sum();
  }

  private static List<Path> files(Path folder, String pattern) {
    try {
      return list(folder).stream()
          .filter(file -> file.getFileName().toString().matches(pattern))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new StoreException(Reason.IO, "folder %s cannot be listed: %s".formatted(folder, e), e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Lets others have the folder. */
  @Override
  public void close() {
    if (lockChannel == null) {
      return;
    }
    try {
      lockChannel.close();
    } catch (IOException e) {
      throw failure("cannot be unlocked", e);
    }
  }
}

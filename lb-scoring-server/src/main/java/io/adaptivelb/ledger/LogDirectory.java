package io.adaptivelb.ledger;

import io.adaptivelb.journal.JournalFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of the log: {@code audit-<sequence of its first change>.jsonl}, oldest first, and a lock against a second
 * server.
 */
final class LogDirectory implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("audit-(\\d{19})\\.jsonl");
  private static final String UNFINISHED = ".new";

  private final Path directory;
  private final FileChannel lock;

  LogDirectory(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory);
    lock = FileChannel.open(
        directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!tryLock(lock)) {
      lock.close();
      throw new IOException(
          "%s is in use by another server; each server needs a data directory of its own"
              .formatted(directory));
    }
  }

  /** The files, oldest first. What a killed server left unfinished is removed. */
  List<Path> segments() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(directory)) {
      all = files.sorted().toList();
    }
    for (Path file : all) {
      if (file.toString().endsWith(".jsonl" + UNFINISHED)) {
        Files.delete(file);
      }
    }
    return all.stream().filter(file -> NAME.matcher(name(file)).matches()).toList();
  }

  /** The sequence number that a file begins with. */
  static long firstSequence(Path segment) {
    String name = name(segment);
    return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
  }

  /** Makes a new file with its first line; it appears whole or not at all. */
  Path create(long firstSequence, byte[] firstLine, JournalFile.Sync sync) throws IOException {
    Path file = directory.resolve("audit-%019d.jsonl".formatted(firstSequence));
    Path unfinished = file.resolveSibling(name(file) + UNFINISHED);
    Files.deleteIfExists(unfinished);
    try (JournalFile fresh = new JournalFile(unfinished, 0, sync)) {
      fresh.append(firstLine);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    force();
    return file;
  }

  /** Deletes all but the newest {@code keep} files. */
  void trim(int keep) throws IOException {
    List<Path> all = segments();
    for (Path file : all.subList(0, Math.max(0, all.size() - keep))) {
      Files.delete(file);
    }
    force();
  }

  long freeBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /** Makes the names durable, not only the contents. */
  private void force() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}

package io.adaptivelb.registry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A disk on which everything ends at a chosen operation: it is not done, done, or half done, and nothing works afterwards, as
 * for a process that was killed. With {@link #losePower} what was not forced is lost as well. Forcing itself is only noted, which
 * lets a thousand lives pass in seconds.
 */
final class FailingDisk implements Disk {
  /** What becomes of the operation at which it ends. */
  enum Ending {
    BEFORE,
    HALFWAY,
    AFTER
  }

  private final Disk disk = new LocalDisk();
  private final int last;
  private final Ending ending;
  private final Map<Path, Long> unforcedContents = new LinkedHashMap<>();
  private final List<Path> unforcedNames = new ArrayList<>();
  private int operations;

  FailingDisk(int last, Ending ending) {
    this.last = last;
    this.ending = ending;
  }

  /** How many operations there were. */
  int operations() {
    return operations;
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    unforcedNames.add(folder);
    run(() -> disk.createFolder(folder), () -> {});
  }

  @Override
  public void write(Path file, byte[] bytes) throws IOException {
    unforcedNames.add(file);
    unforcedContents.put(file, 0L);
    run(
        () -> disk.write(file, bytes),
        () -> disk.write(file, Arrays.copyOf(bytes, bytes.length / 2)));
  }

  @Override
  public void force(Path file) throws IOException {
    run(() -> {}, () -> {});
    unforcedContents.remove(file);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    run(() -> {}, () -> {});
    unforcedNames.removeIf(path -> folder.equals(path.getParent()));
  }

  @Override
  public void append(Path file, long length, byte[] bytes) throws IOException {
    if (!Files.exists(file)) {
      unforcedNames.add(file);
    }
    run(() -> append(file, length, bytes, bytes.length), () -> {
      append(file, length, bytes, bytes.length / 2);
      unforcedContents.put(file, length);
    });
  }

  private static void append(Path file, long length, byte[] bytes, int count) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(length);
      open.seek(length);
      open.write(bytes, 0, count);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    run(() -> disk.delete(path), () -> {});
  }

  /** Undoes what was never forced: contents first, then names. */
  void losePower() throws IOException {
    for (Map.Entry<Path, Long> file : unforcedContents.entrySet()) {
      if (Files.exists(file.getKey())) {
        try (RandomAccessFile open = new RandomAccessFile(file.getKey().toFile(), "rw")) {
          open.setLength(file.getValue());
        }
      }
    }
    for (Path path : unforcedNames.reversed()) {
      if (Files.exists(path)) {
        try (Stream<Path> tree = Files.walk(path)) {
          for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(each);
          }
        }
      }
    }
  }

  private void run(Operation whole, Operation half) throws IOException {
    operations++;
    if (operations < last || (operations == last && ending == Ending.AFTER)) {
      whole.run();
    } else if (operations == last && ending == Ending.HALFWAY) {
      half.run();
    }
    if (operations >= last) {
      throw new IOException("the process is dead");
    }
  }

  @FunctionalInterface
  private interface Operation {
    void run() throws IOException;
  }
}

package io.adaptivelb.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds what writers that died left behind, and what never came from here. */
final class Sweeper {
  private final Path folder;
  private final Disk disk;

  Sweeper(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /**
   * Deletes versions that were being written and were never admitted, and those that were removed. Call with the folder locked.
   * Foreign folders are left alone.
   */
  void sweep(HistoryState state) throws IOException {
    for (Path path : list()) {
      String name = name(path);
      if (name.startsWith(VersionStore.PENDING)) {
        finish(path, name.substring(VersionStore.PENDING.length()), state);
      } else if (VersionId.isValid(name) && state.removed().contains(new VersionId(name))) {
        deleteTree(path);
      }
    }
  }

  private void finish(Path pending, String name, HistoryState state) throws IOException {
    if (VersionId.isValid(name) && state.checksum(new VersionId(name)).isEmpty()) {
      deleteTree(folder.resolve(name));
      // Or the mark might be gone after a power failure, and the folder not.
      disk.forceFolder(folder);
    }
    disk.delete(pending);
  }

  /** What is not as it should be, one sentence each: left behind, foreign, or a link. */
  List<String> findings(HistoryState state) {
    List<String> findings = new ArrayList<>();
    try {
      for (Path path : list()) {
        finding(path, state, findings);
      }
    } catch (IOException e) {
      findings.add("%s cannot be listed: %s".formatted(folder, e.getMessage()));
    }
    return findings;
  }

  private void finding(Path path, HistoryState state, List<String> findings) {
    String name = name(path);
    if (name.startsWith(VersionStore.PENDING)) {
      findings.add(
          "%s: a version that is being put, or whose putting was cut short; the next change sweeps it away"
              .formatted(path));
    } else if (VersionId.isValid(name)
        && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.exists(folder.resolve(VersionStore.PENDING + name), LinkOption.NOFOLLOW_LINKS)
        && state.checksum(new VersionId(name)).isEmpty()) {
      findings.add(
          state.removed().contains(new VersionId(name))
              ? "%s: removed, and not yet deleted; the next change sweeps it away".formatted(path)
              : "%s: the history does not know it, so it is not used; import it, or move it away"
                  .formatted(path));
    }
  }

  /** Deletes a folder and its files; a link is deleted, not followed. */
  void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(root)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      disk.delete(path);
    }
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}

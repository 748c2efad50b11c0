package io.adaptivelb.registry;

import io.adaptivelb.journal.JournalCorrupt;
import io.adaptivelb.journal.JournalFile;
import io.adaptivelb.journal.JournalLine;
import io.adaptivelb.journal.Segment;
import io.adaptivelb.registry.RegistryException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code history.jsonl}: every change of the registry, one line each, forced to disk before the change is
 * acknowledged. A line that was cut short was never acknowledged; the next writer cuts it off.
 */
final class History {
  private static final String NOUN = "model registry's history";

  private final Path folder;
  private final Path file;
  private final Disk disk;

  History(Path folder, Disk disk) {
    this.folder = folder;
    this.file = folder.resolve("history.jsonl");
    this.disk = disk;
  }

  /** Which state of the file was read: cheap to compare, and another one after every change. */
  Stamp stamp() {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Stamp(found.size(), found.lastModifiedTime());
    } catch (NoSuchFileException e) {
      return Stamp.NONE;
    } catch (IOException e) {
      throw RegistryException.io("cannot read " + file, e);
    }
  }

  /** All entries, oldest first, and the length that they take. */
  Contents read() {
    try {
      if (!Files.exists(file)) {
        return new Contents(List.of(), 0, 0, false);
      }
      Segment segment = Segment.read(NOUN, file, true);
      List<HistoryEntry> entries = new ArrayList<>();
      for (Segment.Line line : segment.lines()) {
        entries.add(line.as(ManifestJson.MAPPER, HistoryEntry.class));
      }
      return new Contents(
          entries, segment.intactBytes(), segment.tornBytes(), segment.newlineMissing());
    } catch (JournalCorrupt e) {
      throw new RegistryException(Reason.HISTORY_DAMAGED, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw RegistryException.io("cannot read " + file, e);
    }
  }

  /** The state that the entries add up to. */
  HistoryState fold(Contents contents) {
    HistoryState state = new HistoryState();
    for (HistoryEntry entry : contents.entries()) {
      try {
        state.apply(entry);
      } catch (IllegalArgumentException e) {
        throw new RegistryException(
            Reason.HISTORY_DAMAGED,
            "%s %s makes no sense at sequence %d: %s. Nothing was changed"
                .formatted(NOUN, file, entry.sequence(), e.getMessage()),
            e);
      }
    }
    return state;
  }

  /** Appends an entry after the intact ones; what was cut short is cut off first. Call with the folder locked. */
  void append(Contents before, HistoryEntry entry) {
    byte[] line = JournalLine.encode(ManifestJson.MAPPER, entry);
    byte[] bytes = line;
    if (before.newlineMissing()) {
      bytes = new byte[line.length + 1];
      bytes[0] = '\n';
      System.arraycopy(line, 0, bytes, 1, line.length);
    }
    try {
      boolean fresh = !Files.exists(file);
      disk.append(file, before.intactBytes(), bytes);
      if (fresh) {
        disk.forceFolder(folder);
      }
    } catch (JournalFile.Broken e) {
      throw new RegistryException(
          Reason.IO,
          "cannot write %s, nor undo what was written: %s; look at the history for what became of it"
              .formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw RegistryException.io("cannot write " + file, e);
    }
  }

  /**
   * A state of the file.
   *
   * @param bytes its size
   * @param modified when it was written to
   */
  record Stamp(long bytes, FileTime modified) {
    static final Stamp NONE = new Stamp(-1, FileTime.fromMillis(0));
  }

  /**
   * What is in the file.
   *
   * @param entries oldest first
   * @param intactBytes that they take
   * @param tornBytes after them, of a change that was never acknowledged
   * @param newlineMissing the last line lacks only its newline
   */
  record Contents(
      List<HistoryEntry> entries, long intactBytes, long tornBytes, boolean newlineMissing) {
    Contents {
      entries = List.copyOf(entries);
    }

    long nextSequence() {
      return entries.isEmpty() ? 1 : entries.getLast().sequence() + 1;
    }
  }
}

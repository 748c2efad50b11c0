package io.adaptivelb.ledger;

import io.adaptivelb.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One file of the log as it was found on disk, every line checked.
 *
 * @param file where
 * @param lines the intact lines, in order
 * @param intactBytes the length up to the end of the last intact line
 * @param tornBytes what follows it: a record that was never acknowledged, because its writing was cut short
 * @param newlineMissing the last intact line lacks only its newline
 */
record Segment(
    Path file, List<Line> lines, long intactBytes, long tornBytes, boolean newlineMissing) {
  private static final long MAX_BYTES = 256L << 20;

  /**
   * Reads a file and checks every line.
   *
   * @param last whether the file may end within a record: the last file of the log only
   * @throws LedgerCorrupt when a line was damaged after it was written
   */
  static Segment read(Path file, boolean last) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new LedgerCorrupt(
          file, MAX_BYTES, 1, "it is larger than any file that the ledger writes");
    }
    byte[] bytes = Files.readAllBytes(file);
    List<Line> lines = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      int end = indexOf(bytes, (byte) '\n', from);
      boolean complete = end < bytes.length;
      if (LedgerLine.intact(bytes, from, end)) {
        lines.add(new Line(file, lines.size() + 1, bytes, from, end));
        if (!complete && last) {
          return new Segment(file, lines, end, 0, true);
        }
      } else if (last && torn(bytes, from, end)) {
        return new Segment(file, lines, from, bytes.length - from, false);
      } else {
        throw new LedgerCorrupt(
            file, from, lines.size() + 1, "the line's content and its checksum differ");
      }
      from = end + 1;
    }
    return new Segment(file, lines, bytes.length, 0, false);
  }

  /**
   * Whether the bytes from {@code from} on are a record whose writing was cut short: the last of the file, and without its
   * end or with blocks that never reached the disk, which read as zeros.
   */
  private static boolean torn(byte[] bytes, int from, int end) {
    if (end >= bytes.length) {
      return true;
    }
    return end == bytes.length - 1 && indexOf(bytes, (byte) 0, from) < end;
  }

  private static int indexOf(byte[] bytes, byte wanted, int from) {
    int i = from;
    while (i < bytes.length && bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  /** An intact line; its content is parsed when it is asked for. */
  static final class Line {
    private final Path file;
    private final int number;
    private final byte[] bytes;
    private final int from;
    private final int to;

    private Line(Path file, int number, byte[] bytes, int from, int to) {
      this.file = file;
      this.number = number;
      this.bytes = bytes;
      this.from = from;
      this.to = to;
    }

    /** The content as a document. */
    <T> T as(Class<T> type) throws LedgerCorrupt {
      try {
        return Json.MAPPER.readValue(bytes, from, to - from, type);
      } catch (IOException | IllegalArgumentException e) {
        throw corrupt("it is not a record of this version: " + e.getMessage());
      }
    }

    /** The error that says that this line cannot be, although its checksum is right. */
    LedgerCorrupt corrupt(String what) {
      return new LedgerCorrupt(file, from, number, what);
    }
  }
}

package io.adaptivelb.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal as it was found on disk, every line checked.
 *
 * @param file where
 * @param lines the intact lines, in order
 * @param intactBytes the length up to the end of the last intact line
 * @param tornBytes what follows it: a record that was never acknowledged, because its writing was cut short
 * @param newlineMissing the last intact line lacks only its newline
 */
public record Segment(
    Path file, List<Line> lines, long intactBytes, long tornBytes, boolean newlineMissing) {
  private static final long MAX_BYTES = 256L << 20;

  /** Copies the list. */
  public Segment {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a file and checks every line.
   *
   * @param noun what the file is called in errors: "audit file"
   * @param last whether the file may end within a record: the one that is written to, only
   * @throws JournalCorrupt when a line was damaged after it was written
   */
  public static Segment read(String noun, Path file, boolean last) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new JournalCorrupt(noun, file, MAX_BYTES, 1, "it is larger than any journal becomes");
    }
    byte[] bytes = Files.readAllBytes(file);
    List<Line> lines = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      int end = indexOf(bytes, (byte) '\n', from);
      boolean complete = end < bytes.length;
      if (JournalLine.intact(bytes, from, end)) {
        lines.add(new Line(noun, file, lines.size() + 1, bytes, from, end));
        if (!complete && last) {
          return new Segment(file, lines, end, 0, true);
        }
      } else if (last && torn(bytes, from, end)) {
        return new Segment(file, lines, from, bytes.length - from, false);
      } else {
        throw new JournalCorrupt(
            noun, file, from, lines.size() + 1, "the line's content and its checksum differ");
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
  public static final class Line {
    private final String noun;
    private final Path file;
    private final int number;
    private final byte[] bytes;
    private final int from;
    private final int to;

    private Line(String noun, Path file, int number, byte[] bytes, int from, int to) {
      this.noun = noun;
      this.file = file;
      this.number = number;
      this.bytes = bytes;
      this.from = from;
      this.to = to;
    }

    /** The content as a document. */
    public <T> T as(ObjectMapper mapper, Class<T> type) throws JournalCorrupt {
      try {
        return mapper.readValue(bytes, from, to - from, type);
      } catch (IOException | IllegalArgumentException e) {
        throw corrupt("it is not a record of this version: " + e.getMessage());
      }
    }

    /** The error that says that this line cannot be, although its checksum is right. */
    public JournalCorrupt corrupt(String what) {
      return new JournalCorrupt(noun, file, from, number, what);
    }
  }
}

package io.adaptivelb.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir
  private Path folder;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("journal.jsonl");
    try (JournalFile journal = new JournalFile(file, 0, FileDescriptor::sync)) {
      for (int i = 1; i <= 3; i++) {
        journal.append(line(i));
      }
      assertThat(journal.length()).isEqualTo(Files.size(file));
    }
  }

  @Test
  void lines_areJsonWithTheirChecksumLast() throws IOException {
    assertThat(Files.readAllLines(file))
        .allSatisfy(line -> assertThat(line).matches("\\{\"n\":\\d,\"crc\":\"[0-9a-f]{8}\"}"));
    assertThat(numbers(read())).containsExactly(1, 2, 3);
  }

  @Test
  void read_cutAnywhereInTheLastLine_keepsTheRest() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    int last = 2 * line(1).length;
    for (int length = last; length < whole.length - 1; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      Segment segment = read();
      assertThat(numbers(segment)).containsExactly(1, 2);
      assertThat(segment.intactBytes()).isEqualTo(last);
      assertThat(segment.tornBytes()).isEqualTo(length - last);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThat(numbers(read())).containsExactly(1, 2, 3);
    assertThat(read().newlineMissing()).isTrue();
  }

  @Test
  void read_everySingleDamagedByteBeforeTheLastLine_isNamed() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < 2 * line(1).length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x04;
      Files.write(file, damaged);

      assertThatExceptionOfType(JournalCorrupt.class)
          .isThrownBy(this::read)
          .withMessageStartingWith("test file " + file)
          .withMessageContaining("sed -i.damaged");
    }
  }

  @Test
  void append_diskRefuses_cutsBackAndGoesOn() throws IOException {
    boolean[] full = {true};
    try (JournalFile journal = new JournalFile(file, Files.size(file), descriptor -> {
      if (full[0]) {
        full[0] = false;
        throw new IOException("No space left on device");
      }
    })) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> journal.append(line(4)))
          .withMessage("No space left on device");
      journal.append(line(5));
    }
    assertThat(numbers(read())).containsExactly(1, 2, 3, 5);
  }

  @Test
  void append_diskRefusesTheRepairToo_saysSo() throws IOException {
    try (JournalFile journal = new JournalFile(file, Files.size(file), descriptor -> {
      throw new IOException("I/O error");
    })) {
      assertThatExceptionOfType(JournalFile.Broken.class).isThrownBy(() -> journal.append(line(4)));
    }
  }

  @Test
  void line_ofAnotherDocument_isCorruptAlthoughItsChecksumIsRight() throws IOException {
    Files.write(file, JournalLine.encode(MAPPER, List.of(1)));

    assertThat(JournalLine.intact(line(1), 0, line(1).length - 1)).isTrue();
    assertThatExceptionOfType(JournalCorrupt.class)
        .isThrownBy(() -> numbers(read()))
        .withMessageContaining("not a record of this version");
    assertThat(new String(line(7), UTF_8)).startsWith("{\"n\":7,");
  }

  private Segment read() throws IOException {
    return Segment.read("test file", file, true);
  }

  private static List<Integer> numbers(Segment segment) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (Segment.Line line : segment.lines()) {
      numbers.add((Integer) line.as(MAPPER, Map.class).get("n"));
    }
    return numbers;
  }

  private static byte[] line(int n) {
    return JournalLine.encode(MAPPER, Map.of("n", n));
  }
}

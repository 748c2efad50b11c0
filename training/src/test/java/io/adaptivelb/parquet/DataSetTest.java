package io.adaptivelb.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {
  private static final DataSchema SCHEMA = SyntheticRows.schema(30);
  private static final int TICKS = 60;

  @TempDir
  private Path folder;

  @Test
  void forEach_givesBackEveryRowBitForBit() {
    List<String> expected = new ArrayList<>();
    SyntheticRows.play(TICKS, SCHEMA, SyntheticRows.lines(expected));
    SyntheticRows.write(folder, TICKS, 100);
    DataSet set = DataSet.open(folder, SCHEMA);
    assertThat(SyntheticRows.read(set)).isEqualTo(expected);
    assertThat(set.rows()).isEqualTo(TICKS * SyntheticRows.ENDPOINTS);
    assertThat(set.complete()).isTrue();
    assertThat(set.source()).isEqualTo(SyntheticRows.SOURCE);
    assertThat(set.first()).contains(SyntheticRows.BEGIN);
    assertThat(set.last()).contains(SyntheticRows.BEGIN.plusSeconds(5 * (TICKS - 1)));
  }

  @Test
  void write_leavesPartsAndNothingElse_andCutsThemBetweenTimes() throws IOException {
    SyntheticRows.write(folder, TICKS, 100);
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactly(
              "part-00000.parquet",
              "part-00001.parquet",
              "part-00002.parquet",
              "part-00003.parquet");
    }
    // 105 rows are the first whole ticks that reach 100.
    assertThat(DataSet.open(folder, SCHEMA).rows()).isEqualTo(420);
  }

  @Test
  void write_ofManyGroups_keepsTheOrder() {
    DataSchema narrow = SyntheticRows.schema(1);
    Path wide = folder.resolve("groups");
    int ticks = 12_000;
    try (DataSetWriter writer = DataSetWriter.open(wide, narrow, "groups")) {
      SyntheticRows.play(ticks, narrow, writer);
      writer.finish();
      assertThat(writer.written()).isEqualTo(84_000);
    }
    List<String> expected = new ArrayList<>();
    SyntheticRows.play(ticks, narrow, SyntheticRows.lines(expected));
    assertThat(SyntheticRows.read(DataSet.open(wide, narrow))).isEqualTo(expected);
  }

  @Test
  void row_olderThanTheOneBefore_isRefused() {
    try (DataSetWriter writer = DataSetWriter.open(folder, SCHEMA, "disorder")) {
      writer.row(SyntheticRows.BEGIN, "c", "e:1", new float[30], new float[2]);
      assertThatThrownBy(() -> writer.row(
              SyntheticRows.BEGIN.minusMillis(1), "c", "e:1", new float[30], new float[2]))
          .hasMessage(
              "row of 2026-11-25T09:59:59.999Z after one of 2026-11-25T10:00:00Z; rows must come in order of time");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void open_ofAnotherSchema_namesBoth() {
    SyntheticRows.write(folder, TICKS, 100);
    DataSchema other = new DataSchema("v8-new", SCHEMA.features(), SCHEMA.targets());
    refuses(
        other,
        "part-00000.parquet cannot be read: it holds schema v7-test, this program wants v8-new; export it anew");
  }

  @Test
  void open_ofOtherColumnsUnderTheSameId_namesOne() {
    SyntheticRows.write(folder, TICKS, 100);
    refuses(
        new DataSchema("v7-test", SCHEMA.features(), List.of("up")),
        "it has a column target.down, which schema v7-test has not");
    refuses(
        new DataSchema("v7-test", SCHEMA.features(), List.of("up", "down", "left")),
        "it has no column target.left, which schema v7-test has");
  }

  @Test
  void open_ofACutFile_saysSo() throws IOException {
    SyntheticRows.write(folder, TICKS, 100);
    Path part = folder.resolve("part-00001.parquet");
    try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
      file.setLength(file.length() - 100);
    }
    refuses(
        SCHEMA,
        "part-00001.parquet cannot be read: Not a Parquet file (invalid magic number at end)");
  }

  @Test
  void open_ofAForeignFile_saysSo() throws IOException {
    Files.writeString(folder.resolve("part-00000.parquet"), "time,cluster,endpoint\n".repeat(10));
    refuses(SCHEMA, "part-00000.parquet cannot be read: Not a Parquet file");
  }

  @Test
  void open_ofAFolderWithSomethingElse_namesIt() throws IOException {
    SyntheticRows.write(folder, TICKS, 100);
    Files.createFile(folder.resolve("notes.txt"));
    refuses(SCHEMA, "notes.txt is in a data set; a data set is a folder of part-00000.parquet");
  }

  @Test
  void open_withoutAPart_saysWhichFileItWants() throws IOException {
    SyntheticRows.write(folder, TICKS, 100);
    Files.delete(folder.resolve("part-00001.parquet"));
    refuses(SCHEMA, "without a gap");
  }

  @Test
  void open_ofNothing_saysWhoWritesOne() {
    refuses(SCHEMA, "has no part-00000.parquet; lb export writes one");
    assertThatThrownBy(() -> DataSet.open(folder.resolve("nowhere"), SCHEMA))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("nowhere; lb export makes one");
  }

  @Test
  void open_ofPartsInAnotherOrder_namesTheTimes() throws IOException {
    SyntheticRows.write(folder, TICKS, 100);
    Path first = folder.resolve("part-00000.parquet");
    Path second = folder.resolve("part-00001.parquet");
    Path aside = folder.resolve("aside");
    Files.move(first, aside);
    Files.move(second, first);
    Files.move(aside, second);
    refuses(
        SCHEMA,
        "part-00001.parquet begins at 2026-11-25T10:00:00Z, part-00000.parquet ends at 2026-11-25T10:02:25Z");
  }

  @Test
  void forEach_ofADamagedPage_namesFileAndColumn() throws IOException {
    SyntheticRows.write(folder, TICKS, 1_000);
    Path part = folder.resolve("part-00000.parquet");
    try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
      file.seek(file.length() / 3);
      file.write(new byte[64]);
    }
    DataSet set = DataSet.open(folder, SCHEMA);
    assertThatThrownBy(() -> SyntheticRows.read(set))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("part-00000.parquet cannot be read: ");
  }

  private void refuses(DataSchema schema, String why) {
    assertThatThrownBy(() -> DataSet.open(folder, schema))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(why);
  }
}

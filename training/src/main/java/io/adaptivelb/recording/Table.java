package io.adaptivelb.recording;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.adaptivelb.cli.UserError;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A comma-separated file with a header, plain or gzipped; errors name the file and the line. */
final class Table {
  private static final int MAX_ROWS = 100_000;
  private static final CsvMapper MAPPER = new CsvMapper();

  private Table() {}

  /** Takes the rows of a table one by one. */
  interface RowSink {
    /**
     * Takes a row.
     *
     * @param line its line in the file, the header's being 1
     * @param cells as many as the header has columns, or not: that is for the sink to say
     */
    void take(int line, String[] cells);
  }

  /** What to do with a header: answers who takes the rows. */
  interface HeaderSink {
    RowSink take(List<String> columns);
  }

  /** Reads a whole file. */
  static void read(Path file, HeaderSink header) {
    int line = 0;
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        Reader text =
            new BufferedReader(new InputStreamReader(unzipped(raw), StandardCharsets.UTF_8));
        MappingIterator<String[]> rows = MAPPER
            .readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .readValues(text)) {
      if (!rows.hasNextValue()) {
        throw new UserError("%s is empty; a header and rows are needed".formatted(file));
      }
      line++;
      RowSink sink = header.take(List.of(rows.nextValue()));
      while (rows.hasNextValue()) {
        line++;
        if (line > MAX_ROWS) {
          throw new UserError("%s has more than %d lines".formatted(file, MAX_ROWS));
        }
        sink.take(line, rows.nextValue());
      }
    } catch (IOException e) {
      throw new UserError(
          "cannot read %s beyond line %d: %s".formatted(file, line, firstLine(e)), e);
    }
  }

  private static String firstLine(IOException e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return text.lines().findFirst().orElse("").strip();
  }

  private static InputStream unzipped(InputStream in) throws IOException {
    in.mark(2);
    int magic = in.read() | in.read() << 8;
    in.reset();
    return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(in) : in;
  }
}

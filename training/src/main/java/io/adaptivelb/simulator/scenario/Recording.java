package io.adaptivelb.simulator.scenario;

import io.adaptivelb.cli.UserError;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Recorded arrivals and job sizes: comma-separated columns, with or without a header, plain or gzipped.
 *
 * <p>A time is a number of seconds or a date and time ({@code 1998-04-30 21:30:00}). Errors name the file and the line.
 */
final class Recording {
  private static final int MAX_LINES = 5_000_000;

  private Recording() {}

  /** The shape of a trace: the factor of the mean that holds until each end, in seconds from the beginning. */
  static final class Trace {
    final double[] ends;
    final double[] factors;

    private Trace(double[] ends, double[] factors) {
      this.ends = ends;
      this.factors = factors;
    }
  }

  /** Reads (time, count) lines. */
  static Trace trace(Path file, double fromSeconds, double speedup) {
    List<String[]> lines = lines(file, 2);
    int n = lines.size();
    if (n < 2) {
      throw new UserError(
          "%s has %d lines of numbers; a trace has two at least".formatted(file, n));
    }
    double[] times = new double[n];
    double[] counts = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      times[i] = time(file, lines.get(i)[0]);
      counts[i] = number(file, lines.get(i)[1]);
      if (counts[i] < 0 || (i > 0 && times[i] <= times[i - 1])) {
        throw new UserError("%s: line \"%s,%s\": times must rise and counts be ≥ 0"
            .formatted(file, lines.get(i)[0], lines.get(i)[1]));
      }
    }
    double last = times[n - 1] + (times[n - 1] - times[n - 2]);
    for (int i = 0; i < n; i++) {
      sum += counts[i];
    }
    double mean = sum / (last - times[0]);
    if (!(mean > 0)) {
      throw new UserError("%s has no arrivals at all".formatted(file));
    }
    double[] ends = new double[n];
    double[] factors = new double[n];
    for (int i = 0; i < n; i++) {
      double end = i + 1 < n ? times[i + 1] : last;
      ends[i] = (end - times[0] - fromSeconds) / speedup;
      factors[i] = counts[i] / (end - times[i]) / mean;
    }
    return new Trace(ends, factors);
  }

  /** Reads the last column. */
  static double[] sizes(Path file) {
    double[] sizes = lines(file, 1).stream()
        .mapToDouble(line -> number(file, line[line.length - 1]))
        .filter(size -> size > 0)
        .toArray();
    if (sizes.length == 0) {
      throw new UserError("%s has no size above 0".formatted(file));
    }
    return sizes;
  }

  private static List<String[]> lines(Path file, int columns) {
    List<String[]> lines = new ArrayList<>();
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(unzipped(raw), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String[] cells = line.split(",", -1);
        boolean header = number == 1 && !cells[cells.length - 1].strip().matches("-?[0-9.].*");
        if (line.isBlank() || header) {
          continue;
        }
        if (cells.length < columns) {
          throw new UserError("%s:%d: \"%s\" has %d columns; %d are needed"
              .formatted(file, number, shortened(line), cells.length, columns));
        }
        if (lines.size() == MAX_LINES) {
          throw new UserError("%s has more than %d lines".formatted(file, MAX_LINES));
        }
        lines.add(cells);
      }
      return lines;
    } catch (IOException e) {
      throw new UserError("cannot read %s: %s".formatted(file, e), e);
    }
  }

  private static InputStream unzipped(InputStream in) throws IOException {
    in.mark(2);
    int magic = in.read() | in.read() << 8;
    in.reset();
    return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(in) : in;
  }

  private static double time(Path file, String text) {
    String cell = text.strip();
    try {
      return cell.contains(":")
          ? LocalDateTime.parse(cell.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC)
          : number(file, cell);
    } catch (DateTimeParseException e) {
      throw new UserError(
          "%s: \"%s\" is neither seconds nor a date and time".formatted(file, shortened(cell)), e);
    }
  }

  private static double number(Path file, String text) {
    try {
      double value = Double.parseDouble(text.strip());
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UserError("%s: \"%s\" is not a number".formatted(file, shortened(text)));
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}

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
import java.util.Arrays;
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

  /** Reads (time, count) lines; lines of another number of columns are a request each, at the time in the first. */
  static Trace trace(Path file) {
    List<String[]> lines = lines(file);
    int n = lines.size();
    if (n < 2) {
      throw new UserError(
          "%s has %d lines of numbers; a trace has two at least".formatted(file, n));
    }
    boolean counted = lines.getFirst().length == 2;
    double[] times = new double[n];
    double[] counts = new double[n];
    for (int i = 0; i < n; i++) {
      times[i] = time(file, lines.get(i)[0]);
      counts[i] = counted ? number(file, lines.get(i)[1]) : 1;
      double before = i == 0 ? Double.NEGATIVE_INFINITY : times[i - 1];
      if (counts[i] < 0 || times[i] < before || (counted && times[i] == before)) {
        throw new UserError("%s: line \"%s\": times must rise and counts be ≥ 0"
            .formatted(file, shortened(String.join(",", lines.get(i)))));
      }
    }
    return counted ? ofCounts(file, times, counts) : ofRequests(file, times);
  }

  /** Each count holds until the next line, the last one as long as the one before it. */
  private static Trace ofCounts(Path file, double[] times, double[] counts) {
    int n = times.length;
    double[] ends = new double[n];
    double[] rates = new double[n];
    for (int i = 0; i < n; i++) {
      double length = i + 1 < n ? times[i + 1] - times[i] : times[i] - times[i - 1];
      ends[i] = times[i] - times[0] + length;
      rates[i] = counts[i] / length;
    }
    return new Trace(file, ends, rates);
  }

  /** Counted by the second. */
  private static Trace ofRequests(Path file, double[] times) {
    double seconds = Math.floor(times[times.length - 1] - times[0]) + 1;
    if (seconds > MAX_LINES) {
      throw new UserError("%s spans %.0f s; a trace of single requests spans %d s at most"
          .formatted(file, seconds, MAX_LINES));
    }
    double[] rates = new double[(int) seconds];
    for (double time : times) {
      rates[(int) (time - times[0])]++;
    }
    double[] ends = new double[rates.length];
    Arrays.setAll(ends, i -> i + 1);
    return new Trace(file, ends, rates);
  }

  /** Reads the last column. */
  static double[] sizes(Path file) {
    double[] sizes = lines(file).stream()
        .mapToDouble(line -> number(file, line[line.length - 1]))
        .filter(size -> size > 0)
        .toArray();
    if (sizes.length == 0) {
      throw new UserError("%s has no size above 0".formatted(file));
    }
    return sizes;
  }

  private static List<String[]> lines(Path file) {
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
        if (!lines.isEmpty() && cells.length != lines.getFirst().length) {
          throw new UserError("%s:%d: \"%s\" has %d columns, the line before %d"
              .formatted(file, number, shortened(line), cells.length, lines.getFirst().length));
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
      if (!cell.contains(":")) {
        return number(file, cell);
      }
      LocalDateTime time = LocalDateTime.parse(cell.replace(' ', 'T'));
      return time.toInstant(ZoneOffset.UTC).toEpochMilli() / 1e3;
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

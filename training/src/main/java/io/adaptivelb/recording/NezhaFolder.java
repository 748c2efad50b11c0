package io.adaptivelb.recording;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a day in the layout of the Nezha data set (IntelligentDDS/Nezha): a folder with a {@code POD_metric.csv} a pod, one sample a
 * minute, and {@code *fault_list.json}, plain or gzipped; other files in it are left alone.
 *
 * <p>{@code Time} and {@code inject_time} are what counts: the numeric timestamps beside them are off by hours or years on some days.
 * A row that breaks a rule is refused, and a file with too many of them, too.
 */
public final class NezhaFolder {
  private static final Pattern POD_FILE = Pattern.compile("(.+)_metric\\.csv(?:\\.gz)?");
  private static final Duration LONGEST = Duration.ofDays(8);

  private NezhaFolder() {}

  /**
   * Reads a folder.
   *
   * @throws UserError when there is no such folder, no pod in it, or too much in it breaks the rules
   */
  public static Recording read(Path folder) {
    TreeMap<String, Path> pods = new TreeMap<>();
    List<Path> faultLists = new ArrayList<>();
    for (Path file : files(folder)) {
      String name = String.valueOf(file.getFileName());
      Matcher matcher = POD_FILE.matcher(name);
      if (matcher.matches()) {
        Path other = pods.put(matcher.group(1), file);
        if (other != null) {
          throw new UserError("%s and %s are of the same pod".formatted(other, file));
        }
      } else if (name.endsWith("fault_list.json")) {
        faultLists.add(file);
      }
    }
    if (pods.isEmpty()) {
      throw new UserError(
          "%s has no file POD_metric.csv or POD_metric.csv.gz; a day in the Nezha layout has one a pod"
              .formatted(folder));
    }
    IntakeCount count = new IntakeCount();
    List<PodRows> read = new ArrayList<>();
    pods.forEach((pod, file) -> read.add(rows(file, pod, count)));
    List<Fault> faults = new ArrayList<>();
    for (Path list : faultLists) {
      faults.addAll(FaultList.read(list, pods.keySet(), count));
    }
    faults.sort(Comparator.comparing(Fault::time).thenComparing(Fault::pod));
    return onOneGrid(name(folder), read, faults, count);
  }

  private static String name(Path folder) {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserError("%s is not a folder; a recorded day is one".formatted(folder));
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return List.copyOf(new TreeSet<>(entries.filter(Files::isRegularFile).toList()));
    } catch (IOException e) {
      throw new UserError("cannot list %s: %s".formatted(folder, e), e);
    }
  }

  private static PodRows rows(Path file, String pod, IntakeCount count) {
    count.files++;
    PodRows[] rows = new PodRows[1];
    Table.read(file, header -> rows[0] = new PodRows(file, pod, header, count));
    rows[0].finish();
    return rows[0];
  }

  /** Samples of the pods are up to some seconds apart: each goes to the nearest minute since the first of all. */
  private static Recording onOneGrid(
      String name, List<PodRows> read, List<Fault> faults, IntakeCount count) {
    Instant start = read.stream()
        .map(rows -> rows.rows().getFirst().time())
        .min(Comparator.naturalOrder())
        .orElseThrow();
    Instant end = read.stream()
        .map(rows -> rows.rows().getLast().time())
        .max(Comparator.naturalOrder())
        .orElseThrow();
    Duration whole = Duration.between(start, end);
    if (whole.compareTo(LONGEST) > 0) {
      throw new UserError("%s reaches from %s to %s; a folder holds %d days at most"
          .formatted(name, start, end, LONGEST.toDays()));
    }
    int minutes = minute(start, end) + 1;
    List<PodSeries> pods = new ArrayList<>();
    for (PodRows rows : read) {
      PodSeries series = new PodSeries(rows.pod(), minutes);
      int last = -1;
      int taken = 0;
      for (PodRows.Row row : rows.rows()) {
        int minute = minute(start, row.time());
        if (minute == last) {
          count.refusedRows++;
          count.rows--;
          count.note(
              "minute", "%s: a second sample of minute %s".formatted(rows.pod(), row.time()));
          continue;
        }
        row.values().forEach((measure, value) -> series.set(measure, minute, value));
        last = minute;
        taken++;
      }
      count.missingMinutes += minutes - taken;
      pods.add(series);
    }
    return new Recording(name, start, minutes, pods, faults, count.intake());
  }

  private static int minute(Instant start, Instant time) {
    return (int) Math.round(Duration.between(start, time).toMillis() / 60_000.0);
  }
}

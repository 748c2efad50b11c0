package io.adaptivelb.recording;

import io.adaptivelb.cli.UserError;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of one pod's file: those that keep the rules are taken, the others are refused and said. Not thread-safe. */
final class PodRows implements Table.RowSink {
  private static final double LARGEST = 1e15;
  private static final int FEWEST_REFUSED = 10;
  private static final double MOST_REFUSED = 0.2;

  private final String file;
  private final String pod;
  private final List<String> header;
  private final int time;
  private final int timestamp;
  private final int name;
  private final Map<Measure, Integer> columns = new EnumMap<>(Measure.class);
  private final IntakeCount count;
  private final List<Row> rows = new ArrayList<>();
  private int refused;

  /** A row that keeps the rules. */
  record Row(Instant time, Map<Measure, Double> values) {}

  PodRows(Path file, String pod, List<String> header, IntakeCount count) {
    this.file = String.valueOf(file.getFileName());
    this.pod = pod;
    this.header = header.stream().map(String::strip).toList();
    this.count = count;
    Set<String> once = new HashSet<>();
    for (String column : this.header) {
      if (!once.add(column)) {
        throw new UserError("%s: column \"%s\" is there twice".formatted(file, column));
      }
    }
    this.time = column("Time");
    this.timestamp = column("TimeStamp");
    this.name = column("PodName");
    for (Measure measure : Measure.values()) {
      columns.put(measure, column(measure.column()));
    }
  }

  private int column(String wanted) {
    int at = header.indexOf(wanted);
    if (at < 0) {
      throw new UserError(
          "%s has no column \"%s\"; a pod's file has Time, TimeStamp, PodName and %s"
              .formatted(file, wanted, String.join(", ", Measure.columns())));
    }
    return at;
  }

  String pod() {
    return pod;
  }

  /** In the order of the file, times rising. */
  List<Row> rows() {
    return rows;
  }

  @Override
  public void take(int line, String[] cells) {
    if (cells.length != header.size()) {
      refuse(line, "*", cells.length + " cells", "as many as the header, " + header.size());
      return;
    }
    Instant at = RecordedTime.parse(cells[time]).orElse(null);
    if (at == null) {
      refuse(line, "Time", cells[time], "like 2022-08-22 03:51:19.799 +0000 UTC");
      return;
    }
    if (!rows.isEmpty() && !at.isAfter(rows.getLast().time())) {
      refuse(line, "Time", cells[time], "later than the row before it");
      return;
    }
    if (!cells[name].strip().equals(pod)) {
      refuse(line, "PodName", cells[name], "the pod that the file is called after, " + pod);
      return;
    }
    Map<Measure, Double> values = new EnumMap<>(Measure.class);
    int missing = 0;
    for (Map.Entry<Measure, Integer> column : columns.entrySet()) {
      Measure measure = column.getKey();
      String cell = cells[column.getValue()].strip();
      boolean absent = cell.isEmpty() || cell.equals("NaN");
      double value = absent ? Double.NaN : number(cell);
      if (!absent && !(value >= 0 && value <= LARGEST)) {
        refuse(
            line,
            measure.column(),
            cell,
            "a number in 0…1e15, or empty or NaN where nothing was measured");
        return;
      }
      missing += absent ? 1 : 0;
      values.put(measure, measure.of(value));
    }
    if (!RecordedTime.agrees(cells[timestamp], at)) {
      count.repairedTimestamps++;
      count.note(
          "timestamp " + file,
          "%s:%d: TimeStamp \"%s\" is not Time \"%s\"; Time is taken"
              .formatted(file, line, shortened(cells[timestamp]), shortened(cells[time])));
    }
    count.missingValues += missing;
    count.rows++;
    rows.add(new Row(at, values));
  }

  /** Called at the end of the file: too many bad rows are no telemetry. */
  void finish() {
    if (rows.isEmpty()
        || refused > Math.max(FEWEST_REFUSED, MOST_REFUSED * (refused + rows.size()))) {
      throw new UserError("%s: %d of %d rows break the rules, which is too many. %s"
          .formatted(
              file,
              refused,
              refused + rows.size(),
              String.join(" ", count.intake().notes())));
    }
  }

  private static double number(String cell) {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private void refuse(int line, String column, String value, String rule) {
    refused++;
    count.refusedRows++;
    count.note(
        "row",
        "%s:%d: %s is \"%s\"; it must be %s".formatted(file, line, column, shortened(value), rule));
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}

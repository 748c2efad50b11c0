package io.adaptivelb.degradation;

import io.adaptivelb.dataset.ColumnSchema;
import io.adaptivelb.dataset.ColumnSchema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a pod's state is judged by: how far its signals are from its own last hour. No level is among them, no time and no name: a model
 * that sees levels recognises the pods that usually get the faults.
 */
final class DegradationFeatures {
  private static final String NO_BASE =
      "fewer than %d recorded minutes in the base hour, or none now"
          .formatted(Deviation.LEAST_BASE);

  /** Signals that may be recorded or not; that they fall silent says something. */
  private static final List<Signal> MAY_BE_SILENT = List.of(Signal.SERVER_P95, Signal.CLIENT_P90);

  /** The schema in force. */
  static final ColumnSchema<Moment> SCHEMA = new ColumnSchema<>("degradation-v1", define());

  private DegradationFeatures() {}

  /** A pod at the end of a minute. */
  record Moment(Map<Signal, Deviation> pod, int minute) {
    Deviation of(Signal signal) {
      Deviation deviation = pod.get(signal);
      if (deviation == null) {
        throw new IllegalArgumentException(signal + " is not watched");
      }
      return deviation;
    }
  }

  private static List<Column<Moment>> define() {
    List<Column<Moment>> all = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      add(
          all,
          signal,
          "shift",
          "log1p",
          "now",
          "minus the median of the base hour",
          m -> m.of(signal).shift.at(m.minute()));
      add(
          all,
          signal,
          "drift",
          "log1p",
          "4m",
          "mean of the last four minutes minus the median of the base hour",
          m -> m.of(signal).drift.at(m.minute()));
    }
    for (Signal signal : MAY_BE_SILENT) {
      add(
          all,
          signal,
          "silence",
          "1",
          "4m",
          "share of the base hour that was recorded minus that of the last four minutes",
          m -> m.of(signal).silence.at(m.minute()));
    }
    return all;
  }

  /** Which way a column may only push a probability: +1 up, 0 either way. */
  static List<Integer> directions() {
    List<Integer> directions = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      int direction = signal.worseWhenHigher() ? 1 : 0;
      directions.addAll(List.of(direction, direction));
    }
    MAY_BE_SILENT.forEach(signal -> directions.add(0));
    return directions;
  }

  private static void add(
      List<Column<Moment>> all,
      Signal signal,
      String name,
      String unit,
      String window,
      String definition,
      ToDoubleFunction<Moment> value) {
    all.add(Column.of(
        signal.label() + "." + name,
        unit,
        window,
        signal.definition() + ": " + definition,
        NO_BASE,
        value));
  }
}

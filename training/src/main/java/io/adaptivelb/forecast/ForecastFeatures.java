package io.adaptivelb.forecast;

import io.adaptivelb.dataset.ColumnSchema;
import io.adaptivelb.dataset.ColumnSchema.Column;
import io.adaptivelb.recording.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a forecast of the next minute is made from: the target's own past relative to its EWMA, and what else moved. All of it is known
 * at the end of the minute that it speaks of.
 *
 * <p>The hour of the day is not among them: in half a day, or in one, every hour comes once, and a tree that has learned what happened
 * at nine knows nothing of ten.
 */
public final class ForecastFeatures {
  /** The schema in force. */
  static final ColumnSchema<PodMoment> SCHEMA = new ColumnSchema<>("forecast-v1", define());

  private static final String NOT_RECORDED = "not recorded that minute";
  private static final String NOTHING = "nothing recorded in the window";

  private ForecastFeatures() {}

  private static List<Column<PodMoment>> define() {
    List<Column<PodMoment>> all = new ArrayList<>();
    own(all, "level", "-", "the EWMA over ten minutes itself", PodMoment::smooth);
    own(all, "scale", "60m", "mean of what the EWMA over ten minutes was off by", PodMoment::scale);
    for (int lag : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 19, 29, 59}) {
      fromSmooth(
          all,
          "lag" + lag,
          lag + "m",
          "value %d minutes ago".formatted(lag),
          m -> m.own().at(m.minute() - lag));
    }
    for (int window : new int[] {3, 5, 15, 30, 60}) {
      String w = window + "m";
      fromSmooth(all, "mean" + w, w, "mean", m -> m.own().mean(m.minute(), window));
      fromSmooth(all, "median" + w, w, "median", m -> m.own().median(m.minute(), window));
    }
    for (int window : new int[] {5, 15, 60}) {
      String w = window + "m";
      fromSmooth(all, "max" + w, w, "largest", m -> m.own().max(m.minute(), window));
      fromSmooth(all, "min" + w, w, "smallest", m -> m.own().min(m.minute(), window));
      twice(
          all,
          "volatility" + w,
          w,
          "standard deviation",
          m -> m.own().deviation(m.minute(), window));
      twice(
          all,
          "slope" + w,
          w,
          "least-squares slope per minute",
          m -> m.own().slope(m.minute(), window));
    }
    fromSmooth(
        all, "ewma3", "-", "EWMA over three minutes", m -> m.past().ewma3().at(m.minute()));
    fromSmooth(
        all, "ewma30", "-", "EWMA over thirty minutes", m -> m.past().ewma30().at(m.minute()));
    own(
        all,
        "recorded60m",
        "60m",
        "share of the window that was recorded",
        m -> m.own().count(m.minute(), 60) / 60.0);
    for (Measure measure : Measure.values()) {
      String name = measure.name().toLowerCase(Locale.ROOT);
      all.add(Column.of(
          name + ".surprise",
          "log1p",
          "now",
          "value minus its EWMA over ten minutes",
          NOT_RECORDED,
          m -> m.history().surprise(m.pod(), measure).at(m.minute())));
      all.add(Column.of(
          name + ".trend",
          "log1p",
          "60m",
          "mean of five minutes minus the median of sixty",
          NOTHING,
          m -> m.history().trend(m.pod(), measure).at(m.minute())));
    }
    for (Measure measure :
        List.of(Measure.SERVER_P95_MILLIS, Measure.CPU_PERCENT, Measure.REQUESTS_PER_SECOND)) {
      String name = measure.name().toLowerCase(Locale.ROOT);
      all.add(Column.of(
          name + ".common",
          "log1p",
          "now",
          "mean over the pods of value minus its EWMA over ten minutes",
          "recorded for no pod",
          m -> m.history().common(measure).at(m.minute())));
    }
    return all;
  }

  private static void own(
      List<Column<PodMoment>> all,
      String name,
      String window,
      String definition,
      ToDoubleFunction<PodMoment> value) {
    all.add(Column.of("target." + name, "the target's", window, definition, NOTHING, value));
  }

  /** Once in the target's unit, and once in scales of the pod. */
  private static void twice(
      List<Column<PodMoment>> all,
      String name,
      String window,
      String definition,
      ToDoubleFunction<PodMoment> value) {
    own(all, name, window, definition, value);
    all.add(Column.of(
        "target." + name + ".scaled",
        "scales",
        window,
        definition + ", in scales",
        NOTHING,
        m -> value.applyAsDouble(m) / m.scale()));
  }

  private static void fromSmooth(
      List<Column<PodMoment>> all,
      String name,
      String window,
      String definition,
      ToDoubleFunction<PodMoment> value) {
    twice(
        all,
        name,
        window,
        definition + ", minus the EWMA over ten minutes",
        m -> value.applyAsDouble(m) - m.smooth());
  }
}

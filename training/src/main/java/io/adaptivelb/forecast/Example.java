package io.adaptivelb.forecast;

import io.adaptivelb.dataset.Series;
import io.adaptivelb.dataset.Slice;
import io.adaptivelb.recording.PodSeries;
import java.util.ArrayList;
import java.util.List;

/** A minute of a pod, what could be known at its end, and what the next minute brought. */
final class Example {
  final String pod;
  final String service;
  /** The minute that is forecast. */
  final int minute;

  final double actual;
  final double persistence;
  final double ewma;
  /** What the EWMA was off by in the last hour, on average: trees learn in units of it. */
  final double scale;

  final float[] features;

  private Example(
      PodSeries pod,
      int minute,
      double actual,
      double persistence,
      double ewma,
      double scale,
      float[] features) {
    this.pod = pod.pod();
    this.service = pod.service();
    this.minute = minute;
    this.actual = actual;
    this.persistence = persistence;
    this.ewma = ewma;
    this.scale = scale;
    this.features = features;
  }

  double baseline(Baseline baseline) {
    return baseline == Baseline.PERSISTENCE ? persistence : ewma;
  }

  /** The examples whose forecast minute lies in the slice: those recorded in it and in the minute before. */
  static List<Example> of(Slice slice, History history, Target target) {
    List<Example> examples = new ArrayList<>();
    List<PodSeries> pods = slice.recording().pods();
    for (int p = 0; p < pods.size(); p++) {
      Series own = target.of(pods.get(p));
      PodMoment.Past past = PodMoment.Past.of(own);
      for (int minute = Math.max(1, slice.from()); minute < slice.to(); minute++) {
        double actual = own.at(minute);
        double now = own.at(minute - 1);
        if (Double.isNaN(actual) || Double.isNaN(now)) {
          continue;
        }
        PodMoment moment = new PodMoment(history, p, past, minute - 1);
        examples.add(new Example(
            pods.get(p),
            minute,
            actual,
            now,
            past.ewma10().at(minute - 1),
            moment.scale(),
            ForecastFeatures.SCHEMA.row(moment)));
      }
    }
    return examples;
  }
}

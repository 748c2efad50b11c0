package io.adaptivelb.degradation;

import io.adaptivelb.recording.PodSeries;
import io.adaptivelb.recording.Recording;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A pod's minute, what could be known at its end, and whether a fault was on. */
final class State {
  /** Minutes at the beginning of a recording in which no pod has a base to be judged by. */
  static final int WARM_UP = Deviation.RECENT + Deviation.LEAST_BASE;

  final Recording recording;
  final String pod;
  final int minute;
  final boolean degraded;
  /** The kind of the fault; empty when there is none. */
  final String kind;
  /** The fault, for counting episodes; empty when there is none. */
  final String fault;

  final float[] features;
  /** What a robust z-score over p95 and CPU says, without learning anything. */
  final double zScore;

  private State(
      Recording recording, String pod, int minute, Label label, float[] features, double zScore) {
    this.recording = recording;
    this.pod = pod;
    this.minute = minute;
    this.degraded = label instanceof Label.Degraded;
    this.kind = label instanceof Label.Degraded on ? on.fault().kind() : "";
    this.fault = label instanceof Label.Degraded on ? on.fault().toString() : "";
    this.features = features;
    this.zScore = zScore;
  }

  /** All minutes of all pods that are either degraded or healthy and have a base. */
  static List<State> of(Recording recording) {
    List<State> states = new ArrayList<>();
    for (PodSeries pod : recording.pods()) {
      Map<Signal, Deviation> deviations = new EnumMap<>(Signal.class);
      for (Signal signal : Signal.values()) {
        deviations.put(signal, new Deviation(signal.of(pod)));
      }
      for (int minute = WARM_UP; minute < recording.minutes(); minute++) {
        Label label = Label.of(recording, pod.pod(), minute);
        if (label instanceof Label.Recovering) {
          continue;
        }
        DegradationFeatures.Moment moment = new DegradationFeatures.Moment(deviations, minute);
        states.add(new State(
            recording,
            pod.pod(),
            minute,
            label,
            DegradationFeatures.SCHEMA.row(moment),
            zScore(moment)));
      }
    }
    return states;
  }

  String ofThePod() {
    return recording.name() + " " + pod;
  }

  String atTheTime() {
    return recording.name() + " " + minute;
  }

  private static double zScore(DegradationFeatures.Moment moment) {
    double latency = Math.abs(moment.of(Signal.SERVER_P95).zScore.at(moment.minute()));
    double cpu = Math.abs(moment.of(Signal.CPU).zScore.at(moment.minute()));
    return Math.max(Double.isNaN(latency) ? 0 : latency, Double.isNaN(cpu) ? 0 : cpu);
  }
}

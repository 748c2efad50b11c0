package io.adaptivelb.training;

import io.adaptivelb.degradation.DegradationFigures;
import io.adaptivelb.forecast.ForecastFigures;
import io.adaptivelb.recording.Intake;
import java.util.List;

/**
 * What an evaluation found; what {@code lb evaluate --json} prints.
 *
 * @param command what to type to get the same again
 * @param forecastSchema of the features that forecasts are made from
 * @param degradationSchema of the features that pods are judged by
 * @param recordings what was read
 * @param forecast one entry a target and split
 * @param degraded one entry a way to split
 * @param notes what was left out, and why
 */
public record EvaluationReport(
    String command,
    String forecastSchema,
    String degradationSchema,
    List<Read> recordings,
    List<ForecastFigures> forecast,
    List<DegradationFigures> degraded,
    List<String> notes) {
  /**
   * A recording that was read.
   *
   * @param name its name
   * @param pods how many
   * @param minutes how many
   * @param faults how many were injected
   * @param intake what became of its rows
   */
  public record Read(String name, int pods, int minutes, int faults, Intake intake) {}

  /** Copies. */
  public EvaluationReport {
    recordings = List.copyOf(recordings);
    forecast = List.copyOf(forecast);
    degraded = List.copyOf(degraded);
    notes = List.copyOf(notes);
  }
}

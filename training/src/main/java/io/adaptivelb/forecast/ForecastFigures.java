package io.adaptivelb.forecast;

import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well a target's next minute is forecast. Errors are mean absolute, in {@code unit}.
 *
 * @param train what was learned from
 * @param test what was forecast
 * @param target which
 * @param unit what errors are in
 * @param rows forecasts made
 * @param persistence the error of persistence
 * @param ewma10 the error of the EWMA over ten minutes
 * @param model the error of what would be served
 * @param gain by how much {@code model} is smaller than the better baseline's error, as a share of it
 * @param interval the 95 % bootstrap interval of the gain, over blocks of a pod and an hour
 * @param servedBy MODEL, or the baseline that trees did not beat in validation
 * @param validationGain the gain on the validation tail, by which that was decided
 * @param validationInterval its 95 % bootstrap interval; when it reaches below 0.5 %, the gain may be chance, and the baseline serves
 * @param correctionShare which share of the trees' correction is believed
 * @param rounds trees a seed
 * @param services the errors by service
 * @param importance the ten columns whose splits gained most
 * @param linear what a linear model of the same features does
 */
public record ForecastFigures(
    String train,
    String test,
    Target target,
    String unit,
    int rows,
    double persistence,
    double ewma10,
    double model,
    double gain,
    Interval interval,
    String servedBy,
    double validationGain,
    Interval validationInterval,
    double correctionShare,
    int rounds,
    List<ServiceFigures> services,
    List<Importance> importance,
    Linear linear) {
  /**
   * The errors of one service.
   *
   * @param service its name
   * @param rows forecasts made
   * @param persistence the error of persistence
   * @param ewma10 the error of the EWMA
   * @param model the error of what would be served
   */
  public record ServiceFigures(
      String service, int rows, double persistence, double ewma10, double model) {}

  /**
   * How much a column's splits gained.
   *
   * @param column its name
   * @param share of the gain of all splits
   */
  public record Importance(String column, double share) {}

  /**
   * The same forecast by a linear model at its best: of the same features, correcting the same baseline, with the share that was best in the same
   * validation, even where it was not surely better.
   *
   * @param error its error
   * @param gain by how much it is smaller than the better baseline's, as a share of it
   * @param interval the 95 % bootstrap interval of the gain
   * @param lead by how much the served forecast's error is smaller than the linear model's, as a share of it
   * @param leadInterval the 95 % bootstrap interval of the lead
   * @param servedBy LINEAR, or the baseline that no share of it beat in validation
   * @param validationGain its gain on the validation tail
   * @param correctionShare which share of its correction is believed
   * @param passes over the examples, of the longer trained of its two parts
   * @param provenance how each part came to be, by what its labels are measured in; empty when the baseline serves
   */
  public record Linear(
      double error,
      double gain,
      Interval interval,
      double lead,
      Interval leadInterval,
      String servedBy,
      double validationGain,
      double correctionShare,
      int passes,
      Map<String, Object> provenance) {
    /** Copies, in order of the keys. */
    public Linear {
      provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
    }
  }

  /** Copies. */
  public ForecastFigures {
    services = List.copyOf(services);
    importance = List.copyOf(importance);
  }
}

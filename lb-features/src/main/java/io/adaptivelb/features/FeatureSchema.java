package io.adaptivelb.features;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/**
 * The features that models see: which, in which order, and what each means. Immutable; the only place that knows.
 *
 * <p>Training and serving use the same code, and a model names the {@link #id} that it was trained on: it changes whenever a
 * name, unit, window or definition does, so a model of another schema is recognised and refused. Whoever changes how a
 * feature is computed without changing these words raises the version.
 *
 * <p>For each signal of a tick: its newest value; its mean, maximum, slope and volatility over 15 s, 1 min and 5 min; and its
 * newest value over the cluster's median. Then what does not come from ticks: age, time of day, where it runs, and the load
 * that is about to be sent.
 */
public final class FeatureSchema {
  /** The windows that statistics are computed over, in seconds, shortest first. */
  static final List<Integer> WINDOW_SECONDS = List.of(15, 60, 300);

  /** The labels that name the hardware class; the first that is there wins. */
  static final List<String> HARDWARE_LABELS =
      List.of("hardware_class", "hardware", "node.kubernetes.io/instance-type");

  /** The schema in force. */
  public static final FeatureSchema CURRENT = new FeatureSchema(1);

  private final List<FeatureDefinition> definitions;
  private final Map<String, Integer> indices = new HashMap<>();
  private final String id;

  private FeatureSchema(int version) {
    definitions = List.copyOf(define());
    for (int i = 0; i < definitions.size(); i++) {
      indices.put(definitions.get(i).name(), i);
    }
    CRC32C crc = new CRC32C();
    crc.update(definitions.toString().getBytes(StandardCharsets.UTF_8));
    id = "v%d-%s".formatted(version, HexFormat.of().toHexDigits((int) crc.getValue()));
  }

  /** Version and fingerprint: {@code v1-5e0c3a77}. */
  public String id() {
    return id;
  }

  /**
   * Makes sure that a model speaks of these features.
   *
   * @param modelSchema the id that the model names
   * @throws IllegalArgumentException when it is another one
   */
  public void requireSame(String modelSchema) {
    if (!id.equals(modelSchema)) {
      throw new IllegalArgumentException(
          "the model was trained on feature schema %s, this program computes %s; train it anew"
              .formatted(modelSchema, id));
    }
  }

  /** All features, in the order of a vector. */
  public List<FeatureDefinition> definitions() {
    return definitions;
  }

  /** How many features a vector has. */
  public int size() {
    return definitions.size();
  }

  /** The place of a feature in a vector; empty when the schema has none of that name. */
  public OptionalInt index(String name) {
    Integer index = indices.get(name);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /**
   * A vector of these features, as it comes back from a file; copied.
   *
   * @throws IllegalArgumentException when there is another number of values, or one is infinite
   */
  public FeatureVector vector(float... values) {
    if (values.length != size()) {
      throw new IllegalArgumentException(
          "%d values; feature schema %s has %d features".formatted(values.length, id, size()));
    }
    for (int i = 0; i < values.length; i++) {
      if (Float.isInfinite(values[i])) {
        throw new IllegalArgumentException("feature %s is infinite; it must be a number or NaN"
            .formatted(definitions.get(i).name()));
      }
    }
    return new FeatureVector(this, values.clone());
  }

  private static List<FeatureDefinition> define() {
    List<FeatureDefinition> all = new ArrayList<>();
    for (TickSignal signal : TickSignal.values()) {
      all.add(new FeatureDefinition(
          signal.label,
          signal.unit,
          "now",
          signal.definition,
          "not reported, or nothing to divide by"));
    }
    for (TickSignal signal : TickSignal.values()) {
      for (int seconds : WINDOW_SECONDS) {
        String window = seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
        String missing = "no tick in the window reports it";
        String name = signal.label + "." + window + ".";
        all.add(new FeatureDefinition(
            name + "mean", signal.unit, window, "mean over the ticks", missing));
        all.add(new FeatureDefinition(name + "max", signal.unit, window, "largest tick", missing));
        all.add(new FeatureDefinition(
            name + "slope",
            signal.unit + "/s",
            window,
            "least-squares slope over time",
            "fewer than two ticks"));
        all.add(new FeatureDefinition(
            name + "volatility",
            signal.unit,
            window,
            "standard deviation over the ticks",
            "fewer than two ticks"));
      }
    }
    for (TickSignal signal : TickSignal.values()) {
      all.add(new FeatureDefinition(
          signal.label + ".relative",
          "1",
          "now",
          signal.comparedByDifference()
              ? "newest value minus the cluster's median of it"
              : "newest value over the cluster's median of it",
          signal.comparedByDifference() ? "missing" : "either is missing, or the median is 0"));
    }
    all.add(new FeatureDefinition(
        "age_seconds", "s", "-", "time since the process started", "nobody reports the start"));
    all.add(new FeatureDefinition(
        "time_of_day_sin", "1", "-", "sin(2π · UTC time of day / 24 h)", "never"));
    all.add(new FeatureDefinition(
        "time_of_day_cos", "1", "-", "cos(2π · UTC time of day / 24 h)", "never"));
    all.add(new FeatureDefinition(
        "zone_code",
        "1",
        "-",
        "CRC-32C of region/zone modulo 2^24: a category, stable across processes",
        "the zone is unknown"));
    all.add(new FeatureDefinition(
        "hardware_code",
        "1",
        "-",
        "CRC-32C modulo 2^24 of the first of the labels " + HARDWARE_LABELS + ": a category",
        "no such label"));
    all.add(new FeatureDefinition(
        "planned_requests_per_second",
        "1/s",
        "-",
        "the load about to be sent",
        "no load is planned"));
    all.add(new FeatureDefinition(
        "planned_requests_per_second_per_core",
        "1/s",
        "-",
        "the same, over the endpoint's cores",
        "no load is planned, or cores are unknown"));
    return all;
  }
}

package io.adaptivelb.features;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.zip.CRC32C;

/**
 * The features that models see: which, in which order, what each means and how it is computed. Immutable; the only place that
 * knows.
 *
 * <p>Training and serving use the same code, and a model names the {@link #id} that it was trained on: it changes whenever a
 * name, unit, window or definition does, so a model of another schema is recognised and refused. Whoever changes how a
 * feature is computed without changing these words raises the version.
 *
 * <p>Features are relative, to the endpoint's own past or to the cluster's median, so that what is learnt on one service is of
 * use on another, and none tells which endpoint it is. For each signal of a tick: how the newest value differs from its own last
 * five minutes and from the cluster, its slope, its spread. Then what is believed of its capacity, what its past and its peers'
 * past foretell ({@link Season}, {@link Cohort}), its age, and the load that is about to be sent.
 */
public final class FeatureSchema {
  /** The windows that statistics are computed over, in seconds, shortest first. */
  static final List<Integer> WINDOW_SECONDS = List.of(15, 60, 300);

  /** The name of the load that is about to be sent, over what it is believed to be able to do. */
  public static final String PLANNED_UTILISATION = "planned_utilisation";

  private static final List<String> STRETCHED =
      List.of("stretch_p50", "stretch_p95", "stretch_p99");
  private static final int MINUTE = 1;
  private static final int FIVE_MINUTES = 2;
  private static final String SILENT = "not reported, or nothing to compare with";

  /** The schema in force. */
  public static final FeatureSchema CURRENT = new FeatureSchema(2);

  private final List<Feature> features;
  private final List<FeatureDefinition> definitions;
  private final Map<String, Integer> indices = new HashMap<>();
  private final String id;

  private record Feature(FeatureDefinition definition, ToDoubleFunction<Moment> value) {}

  private FeatureSchema(int version) {
    features = List.copyOf(define());
    definitions = features.stream().map(Feature::definition).toList();
    for (int i = 0; i < definitions.size(); i++) {
      indices.put(definitions.get(i).name(), i);
    }
    CRC32C crc = new CRC32C();
    crc.update(definitions.toString().getBytes(StandardCharsets.UTF_8));
    id = "v%d-%s".formatted(version, HexFormat.of().toHexDigits((int) crc.getValue()));
  }

  /** Version and fingerprint: {@code v2-5e0c3a77}. */
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

  /** The features of a moment. */
  FeatureVector of(Moment moment) {
    float[] values = new float[features.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = TickSeries.finite(features.get(i).value().applyAsDouble(moment));
    }
    return new FeatureVector(this, values);
  }

  private static List<Feature> define() {
    List<Feature> all = new ArrayList<>();
    for (TickSignal signal : TickSignal.values()) {
      if (signal.isShare()) {
        defineShare(all, signal);
      } else {
        defineQuantity(all, signal);
      }
    }
    defineCapacity(all);
    definePast(all);
    all.add(feature(
        PLANNED_UTILISATION,
        "1",
        "-",
        "the load about to be sent over the believed capacity",
        "no load is planned, or the capacity is unknown",
        m -> m.plannedRate / m.reading.believedCapacity()));
    return all;
  }

  private static void defineShare(List<Feature> all, TickSignal s) {
    String name = s.label;
    all.add(feature(name, s.unit, "now", s.definition, "not reported", m -> m.newest(s)));
    all.add(feature(
        name + ".change",
        s.unit,
        "5m",
        "newest value minus its mean",
        SILENT,
        m -> m.newest(s) - m.mean(s, FIVE_MINUTES)));
    all.add(feature(
        name + ".slope",
        s.unit + "/min",
        "1m",
        "least-squares slope",
        "fewer than two ticks",
        m -> 60 * m.slope(s, MINUTE)));
    all.add(feature(
        name + ".max", s.unit, "5m", "largest tick", "no tick", m -> m.max(s, FIVE_MINUTES)));
    all.add(feature(
        name + ".relative",
        s.unit,
        "now",
        "newest value minus the cluster's median of it",
        "missing",
        m -> m.newest(s) - m.median(s)));
  }

  private static void defineQuantity(List<Feature> all, TickSignal s) {
    String name = s.label;
    all.add(feature(
        name + ".change",
        "1",
        "5m",
        "ln(newest value / its mean)",
        SILENT,
        m -> ratio(m.newest(s), m.mean(s, FIVE_MINUTES))));
    all.add(feature(
        name + ".jump",
        "1",
        "1m",
        "ln(newest value / its mean)",
        SILENT,
        m -> ratio(m.newest(s), m.mean(s, MINUTE))));
    all.add(feature(
        name + ".slope",
        "1/min",
        "1m",
        "least-squares slope over the mean",
        "fewer than two ticks, or a mean of 0",
        m -> 60 * m.slope(s, MINUTE) / positive(m.mean(s, MINUTE))));
    all.add(feature(
        name + ".volatility",
        "1",
        "5m",
        "standard deviation over the ticks, over their mean",
        "fewer than two ticks, or a mean of 0",
        m -> m.volatility(s, FIVE_MINUTES) / positive(m.mean(s, FIVE_MINUTES))));
    all.add(feature(
        name + ".relative",
        "1",
        "now",
        "ln(newest value / the cluster's median of it)",
        SILENT,
        m -> ratio(m.newest(s), m.median(s))));
  }

  private static void defineCapacity(List<Feature> all) {
    all.add(feature(
        "capacity.deviation",
        "1",
        "now",
        "ln(capacity read in the tick / usual capacity)",
        "the tick does not show it",
        m -> m.reading.deviation()));
    all.add(feature(
        "capacity.surprise",
        "1",
        "now",
        "ln(service demand read in the tick / believed service demand)",
        "the tick does not show it",
        m -> ratio(m.reading.demandSeconds(), m.reading.believedDemandSeconds())));
    all.add(feature(
        "capacity.demand",
        "1",
        "-",
        "ln(believed service demand / usual service demand)",
        "unknown",
        m -> ratio(m.reading.believedDemandSeconds(), m.reading.usualDemandSeconds())));
    all.add(feature(
        "capacity.share",
        "1",
        "-",
        "ln(share of its cores that is believed to be there)",
        "never",
        m -> Math.log(m.reading.believedShare())));
    all.add(feature(
        "capacity.utilisation",
        "1",
        "now",
        "requests per second over the believed capacity",
        "unknown",
        m -> m.newest(TickSignal.REQUESTS_PER_SECOND) / m.reading.believedCapacity()));
    String unexplained = "no latency, or the capacity is unknown";
    for (int i = 0; i < STRETCHED.size(); i++) {
      int place = i;
      all.add(feature(
          STRETCHED.get(i) + ".now",
          "1",
          "now",
          "ln(latency / sojourn time that the queueing curve gives for the tick's load)",
          unexplained,
          m -> m.stretches[place].now()));
      all.add(feature(
          STRETCHED.get(i) + ".usual",
          "1",
          "-",
          "the same, smoothed over some ten ticks",
          unexplained,
          m -> m.stretches[place].usual()));
    }
    all.add(feature(
        "memory.minutes_left",
        "min",
        "1m",
        "free memory over the slope of its use; at most 60",
        "not reported",
        FeatureSchema::minutesLeft));
    all.add(feature(
        "cluster.trend",
        "1",
        "5m",
        "ln(requests per second of the cluster / their mean)",
        "no ticks",
        m -> m.clusterTrend));
  }

  private static void definePast(List<Feature> all) {
    String season = "no period was found";
    all.add(feature(
        "season.now", "1", "30m", "deviation due in this tick", season, m -> m.season.expected(0)));
    all.add(feature(
        "season.next",
        "1",
        "30m",
        "deviation due in the next tick",
        season,
        m -> m.season.expected(1)));
    all.add(feature(
        "season.after",
        "1",
        "30m",
        "deviation due in the tick after it",
        season,
        m -> m.season.expected(2)));
    all.add(feature(
        "season.skill",
        "1",
        "30m",
        "share of the past that the period foretold",
        "never",
        m -> m.season.skill()));
    all.add(feature(
        "season.repetitions",
        "1",
        "30m",
        "dips that came when they were due",
        "never",
        m -> m.season.repetitions()));
    String young = "older than ten minutes, or nobody was that old";
    all.add(feature(
        "cohort.now",
        "1",
        "-",
        "deviation of endpoints at this age",
        young,
        m -> m.cohort.expected(m.ageMillis)));
    all.add(feature(
        "cohort.next",
        "1",
        "-",
        "the same 5 s later",
        young,
        m -> m.cohort.expected(m.ageMillis + 5_000)));
    all.add(feature(
        "cohort.after",
        "1",
        "-",
        "the same 10 s later",
        young,
        m -> m.cohort.expected(m.ageMillis + 10_000)));
    all.add(feature(
        "cohort.count",
        "1",
        "-",
        "ln(1 + ticks at the age that is next)",
        "never",
        m -> Math.log1p(m.cohort.count(m.ageMillis + 5_000))));
    all.add(feature(
        "age",
        "1",
        "-",
        "ln(1 + seconds since the process started)",
        "nobody reports the start",
        m -> m.ageMillis < 0 ? Double.NaN : Math.log1p(m.ageMillis * 1e-3)));
  }

  private static Feature feature(
      String name,
      String unit,
      String window,
      String definition,
      String missing,
      ToDoubleFunction<Moment> value) {
    return new Feature(new FeatureDefinition(name, unit, window, definition, missing), value);
  }

  private static double minutesLeft(Moment m) {
    double slope = Math.max(m.slope(TickSignal.MEMORY_RATIO, MINUTE), 0);
    double left = 1 - m.newest(TickSignal.MEMORY_RATIO);
    return Math.min(60, left / slope / 60);
  }

  /** {@code ln(value / reference)}; NaN unless both are above 0. */
  private static double ratio(double value, double reference) {
    return Math.log(positive(value) / positive(reference));
  }

  private static double positive(double value) {
    return value > 0 ? value : Double.NaN;
  }
}

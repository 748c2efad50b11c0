package io.adaptivelb.heads;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Importance;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.evaluation.BlockBootstrap;
import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import io.adaptivelb.evaluation.Reliability;
import io.adaptivelb.evaluation.Roc;
import io.adaptivelb.heads.HeadFigures.ClusterFigures;
import io.adaptivelb.heads.HeadFigures.ImportantFeature;
import io.adaptivelb.heads.HeadFigures.ProbabilityFigures;
import io.adaptivelb.heads.HeadFigures.QuantileFigures;
import io.adaptivelb.heads.HeadFigures.Residual;
import io.adaptivelb.prediction.Calibrations.Line;
import io.adaptivelb.prediction.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Judges a head by examples that it was not trained on. */
final class Judge {
  /**
   * With fewer blocks there is no interval: that five independent ones all say the same comes by chance more often than one time in twenty.
   */
  static final int FEWEST_BLOCKS = 6;

  private static final long BLOCK_MILLIS = 5 * 60_000;
  private static final int RESAMPLES = 1_000;
  private static final int STRETCHES = 24;
  private static final int PARTS = 100;

  private final ExampleTable table;
  private final Target target;
  private final HeldOut heldOut;
  private final double[] predicted;
  private final double[] raw;

  /** Of a head that is being trained: each fold is predicted with a line that was fitted to the examples of the others. */
  Judge(ExampleTable table, Target target, HeldOut heldOut, Calibrator calibrator) {
    this(table, target, heldOut);
    int[] folds = Arrays.stream(heldOut.folds()).distinct().toArray();
    for (int fold : folds) {
      int[] here = places(fold, true);
      int[] others = places(fold, false);
      // With one fold there is nothing else to fit to.
      predict(here, calibrator.fit(heldOut, others.length == 0 ? here : others));
    }
  }

  /** Of a finished head, which brings its line. */
  Judge(ExampleTable table, Target target, HeldOut heldOut, Line line) {
    this(table, target, heldOut);
    predict(IntStream.range(0, heldOut.size()).toArray(), line);
  }

  private Judge(ExampleTable table, Target target, HeldOut heldOut) {
    this.table = table;
    this.target = target;
    this.heldOut = heldOut;
    predicted = new double[heldOut.size()];
    raw = new double[heldOut.size()];
  }

  private void predict(int[] places, Line line) {
    for (int place : places) {
      predicted[place] = prediction(line.of(heldOut.margins()[place]));
      raw[place] = prediction(heldOut.margins()[place]);
    }
  }

  private int[] places(int fold, boolean inside) {
    return IntStream.range(0, heldOut.size())
        .filter(place -> heldOut.folds()[place] == fold == inside)
        .toArray();
  }

  private double prediction(double value) {
    return target == Target.FAILURE ? 1 / (1 + Math.exp(-value)) : value;
  }

  /** A forecast of the row at a place. */
  private interface Forecast {
    double at(int place);
  }

  HeadFigures figures(int trained, int rounds, List<Integer> roundsByFold, BoostedModel model) {
    boolean probability = target == Target.FAILURE;
    Forecast own = place -> predicted[place];
    Forecast zero = place -> 0;
    Forecast constant = place -> heldOut.constants()[place];
    Forecast persistence = place -> heldOut.persisted()[place];
    Forecast ewma = place -> heldOut.smoothed()[place];
    double error = squares(own);
    double best = Math.min(
        Math.min(squares(zero), squares(constant)), Math.min(squares(persistence), squares(ewma)));
    List<Sums> sums = List.copyOf(blocks(own, probability ? constant : zero).values());
    BlockBootstrap bootstrap = bootstrap(sums.size());
    return new HeadFigures(
        target,
        trained,
        heldOut.size(),
        rounds,
        roundsByFold,
        error,
        squares(zero),
        squares(constant),
        squares(persistence),
        squares(ewma),
        absolute(own),
        absolute(zero),
        probability ? "constant" : "zero",
        gain(sums, once(sums.size())),
        bootstrap.interval(times -> gain(sums, times)),
        best > 0 ? 1 - error / best : 0,
        clusters(sums),
        Double.isNaN(Readings.level(target)) ? Optional.empty() : quantile(),
        probability ? Optional.of(probability()) : Optional.empty(),
        residuals(),
        importance(model));
  }

  /**
   * The share of another head's error on the same examples that this one takes away.
   *
   * @param gain the share; below 0 it is worse
   * @param interval 95 % of that
   * @param blocks how many the examples are in
   */
  record Lead(double gain, Interval interval, int blocks) {}

  /** How far this one is ahead of another that judged the same examples. */
  Lead over(Judge other) {
    List<Sums> sums = List.copyOf(
        blocks(place -> predicted[place], place -> other.predicted[place]).values());
    return new Lead(
        gain(sums, once(sums.size())),
        bootstrap(sums.size()).interval(times -> gain(sums, times)),
        sums.size());
  }

  private static BlockBootstrap bootstrap(int blocks) {
    return new BlockBootstrap(
        IntStream.range(0, blocks).mapToObj(String::valueOf).toList(), RESAMPLES);
  }

  private static int[] once(int size) {
    int[] times = new int[size];
    Arrays.fill(times, 1);
    return times;
  }

  private double squares(Forecast forecast) {
    double sum = 0;
    for (int place = 0; place < heldOut.size(); place++) {
      double off = heldOut.labels()[place] - forecast.at(place);
      sum += off * off;
    }
    return sum / heldOut.size();
  }

  private double absolute(Forecast forecast) {
    double sum = 0;
    for (int place = 0; place < heldOut.size(); place++) {
      sum += Math.abs(heldOut.labels()[place] - forecast.at(place));
    }
    return sum / heldOut.size();
  }

  /** Sums of squares over neighbouring rows, so that a resample costs as much as there are blocks. */
  private static final class Sums {
    final int cluster;
    int count;
    double own;
    double reference;

    Sums(int cluster) {
      this.cluster = cluster;
    }

    void add(double label, double prediction, double other) {
      count++;
      own += (label - prediction) * (label - prediction);
      reference += (label - other) * (label - other);
    }
  }

  /** How many blocks of a cluster and five minutes rows are in. */
  static int blocks(ExampleTable table, IntStream rows) {
    int clusters = table.clusters().size();
    return (int) rows.mapToLong(row -> block(table, row, clusters)).distinct().count();
  }

  private static long block(ExampleTable table, int row, int clusters) {
    return table.millis(row) / BLOCK_MILLIS * clusters + table.cluster(row);
  }

  private Map<Long, Sums> blocks(Forecast own, Forecast reference) {
    Map<Long, Sums> blocks = new LinkedHashMap<>();
    int clusters = table.clusters().size();
    for (int place = 0; place < heldOut.size(); place++) {
      int row = heldOut.rows()[place];
      blocks
          .computeIfAbsent(block(table, row, clusters), it -> new Sums(table.cluster(row)))
          .add(heldOut.labels()[place], own.at(place), reference.at(place));
    }
    return blocks;
  }

  private static double gain(List<Sums> sums, int[] times) {
    double own = 0;
    double reference = 0;
    for (int i = 0; i < times.length; i++) {
      own += times[i] * sums.get(i).own;
      reference += times[i] * sums.get(i).reference;
    }
    return reference > 0 ? 1 - own / reference : Double.NaN;
  }

  private List<ClusterFigures> clusters(List<Sums> all) {
    List<ClusterId> names = table.clusters();
    Map<Integer, List<Sums>> byCluster =
        all.stream().collect(groupingBy(sums -> sums.cluster, TreeMap::new, toList()));
    List<ClusterFigures> figures = new ArrayList<>();
    byCluster.forEach((cluster, sums) -> {
      double gain = gain(sums, once(sums.size()));
      if (!Double.isNaN(gain)) {
        figures.add(new ClusterFigures(
            names.get(cluster).value(),
            sums.stream().mapToInt(block -> block.count).sum(),
            gain,
            sums.size() < FEWEST_BLOCKS
                ? Optional.empty()
                : Optional.of(bootstrap(sums.size()).interval(times -> gain(sums, times)))));
      }
    });
    figures.sort(Comparator.comparingInt(ClusterFigures::heldOut).reversed());
    return figures;
  }

  private Optional<QuantileFigures> quantile() {
    double level = Readings.level(target);
    double[] covered = new double[3];
    double[] lost = new double[5];
    int count = 0;
    for (int place = 0; place < heldOut.size(); place++) {
      if (!Readings.known(table, heldOut.rows()[place])) {
        continue;
      }
      Readings readings = Readings.of(table, heldOut.rows()[place]);
      count++;
      covered[0] += readings.share(predicted[place]);
      covered[1] += readings.share(raw[place]);
      covered[2] += readings.share(0);
      double[] forecasts = {
        predicted[place],
        0,
        heldOut.constants()[place],
        heldOut.persisted()[place],
        heldOut.smoothed()[place]
      };
      for (int part = 0; part < PARTS; part++) {
        double x = readings.quantile((part + 0.5) / PARTS);
        for (int i = 0; i < forecasts.length; i++) {
          double above = x - forecasts[i];
          lost[i] += (above >= 0 ? level * above : (level - 1) * above) / PARTS;
        }
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(new QuantileFigures(
            level,
            covered[0] / count,
            covered[1] / count,
            covered[2] / count,
            lost[0] / count,
            lost[1] / count,
            lost[2] / count,
            lost[3] / count,
            lost[4] / count));
  }

  private ProbabilityFigures probability() {
    boolean[] truth = new boolean[heldOut.size()];
    int failures = 0;
    for (int place = 0; place < truth.length; place++) {
      truth[place] = heldOut.labels()[place] > 0.5;
      failures += truth[place] ? 1 : 0;
    }
    return new ProbabilityFigures(
        failures, Roc.of(truth, predicted).auc(), Reliability.of(truth, predicted));
  }

  private List<Residual> residuals() {
    long from = table.from().toEpochMilli();
    double span = Math.max(1, table.to().toEpochMilli() - from);
    int[] counts = new int[STRETCHES];
    double[] means = new double[STRETCHES];
    double[] errors = new double[STRETCHES];
    double[] zeros = new double[STRETCHES];
    for (int place = 0; place < heldOut.size(); place++) {
      double at = (table.millis(heldOut.rows()[place]) - from) / span;
      int stretch = Math.min(STRETCHES - 1, (int) (at * STRETCHES));
      double off = heldOut.labels()[place] - predicted[place];
      counts[stretch]++;
      means[stretch] += off;
      errors[stretch] += off * off;
      zeros[stretch] += heldOut.labels()[place] * heldOut.labels()[place];
    }
    List<Residual> residuals = new ArrayList<>();
    for (int i = 0; i < STRETCHES; i++) {
      if (counts[i] > 0) {
        residuals.add(new Residual(
            (i + 0.5) / STRETCHES,
            counts[i],
            means[i] / counts[i],
            errors[i] / counts[i],
            zeros[i] / counts[i]));
      }
    }
    return residuals;
  }

  private static List<ImportantFeature> importance(BoostedModel model) {
    List<Importance> all = Importance.of(model);
    double sum = all.stream().mapToDouble(Importance::totalGain).sum();
    return all.stream()
        .filter(feature -> feature.totalGain() > 0)
        .map(feature -> new ImportantFeature(feature.name(), feature.totalGain() / sum))
        .toList();
  }
}

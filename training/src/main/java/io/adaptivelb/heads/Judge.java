package io.adaptivelb.heads;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Importance;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.evaluation.BlockBootstrap;
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
import java.util.stream.IntStream;

/** Judges a head by held-out examples, each predicted with a line that was fitted to those of the other folds. */
final class Judge {
  private static final long BLOCK_MILLIS = 5 * 60_000;
  private static final int RESAMPLES = 1_000;
  private static final int STRETCHES = 24;
  private static final int PARTS = 100;

  private final ExampleTable table;
  private final Target target;
  private final HeldOut heldOut;
  private final double[] predicted;
  private final double[] raw;

  Judge(ExampleTable table, Target target, HeldOut heldOut, Calibrator calibrator) {
    this.table = table;
    this.target = target;
    this.heldOut = heldOut;
    predicted = new double[heldOut.size()];
    raw = new double[heldOut.size()];
    int[] folds = Arrays.stream(heldOut.folds()).distinct().toArray();
    for (int fold : folds) {
      int[] here = places(fold, true);
      int[] others = places(fold, false);
      // With one fold there is nothing else to fit to.
      Line line = calibrator.fit(heldOut, others.length == 0 ? here : others);
      for (int place : here) {
        predicted[place] = prediction(line.of(heldOut.margins()[place]));
        raw[place] = prediction(heldOut.margins()[place]);
      }
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
    Forecast ewma = place -> heldOut.smoothed()[place];
    double error = squares(own);
    double best = Math.min(squares(zero), Math.min(squares(constant), squares(ewma)));
    Map<Long, Sums> blocks = blocks(own, probability ? constant : zero);
    List<Sums> sums = List.copyOf(blocks.values());
    BlockBootstrap bootstrap =
        new BlockBootstrap(blocks.keySet().stream().map(String::valueOf).toList(), RESAMPLES);
    return new HeadFigures(
        target,
        trained,
        heldOut.size(),
        rounds,
        roundsByFold,
        error,
        squares(zero),
        squares(constant),
        squares(ewma),
        absolute(own),
        absolute(zero),
        probability ? "constant" : "zero",
        gain(sums, IntStream.range(0, sums.size()).map(i -> 1).toArray()),
        bootstrap.interval(times -> gain(sums, times)),
        best > 0 ? 1 - error / best : 0,
        clusters(own, probability ? constant : zero),
        Double.isNaN(Readings.level(target)) ? Optional.empty() : quantile(),
        probability ? Optional.of(probability()) : Optional.empty(),
        residuals(),
        importance(model));
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
    int count;
    double own;
    double reference;

    void add(double label, double prediction, double other) {
      count++;
      own += (label - prediction) * (label - prediction);
      reference += (label - other) * (label - other);
    }
  }

  private Map<Long, Sums> blocks(Forecast own, Forecast reference) {
    Map<Long, Sums> blocks = new LinkedHashMap<>();
    for (int place = 0; place < heldOut.size(); place++) {
      int row = heldOut.rows()[place];
      long key = table.millis(row) / BLOCK_MILLIS * table.clusters().size() + table.cluster(row);
      blocks
          .computeIfAbsent(key, it -> new Sums())
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

  private List<ClusterFigures> clusters(Forecast own, Forecast reference) {
    List<ClusterId> names = table.clusters();
    Sums[] sums = new Sums[names.size()];
    Arrays.setAll(sums, i -> new Sums());
    for (int place = 0; place < heldOut.size(); place++) {
      sums[table.cluster(heldOut.rows()[place])].add(
          heldOut.labels()[place], own.at(place), reference.at(place));
    }
    return IntStream.range(0, sums.length)
        .filter(i -> sums[i].reference > 0)
        .mapToObj(i -> new ClusterFigures(
            names.get(i).value(), sums[i].count, 1 - sums[i].own / sums[i].reference))
        .sorted(Comparator.comparingInt(ClusterFigures::heldOut).reversed())
        .toList();
  }

  private Optional<QuantileFigures> quantile() {
    double level = Readings.level(target);
    double[] covered = new double[3];
    double[] lost = new double[4];
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
        predicted[place], 0, heldOut.constants()[place], heldOut.smoothed()[place]
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
            lost[3] / count));
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

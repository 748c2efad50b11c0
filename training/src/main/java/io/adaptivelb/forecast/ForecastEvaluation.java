package io.adaptivelb.forecast;

import io.adaptivelb.dataset.Slice;
import io.adaptivelb.evaluation.BlockBootstrap;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.recording.Recording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Trains on some slices and forecasts another, target by target. */
public final class ForecastEvaluation {
  private static final int RESAMPLES = 1_000;
  private static final int MOST_IMPORTANT = 10;

  private final ForecastTrainer trainer;
  private final Map<Recording, History> histories = new HashMap<>();

  /**
   * An evaluation.
   *
   * @param learner grows the trees
   * @param seeds ensembles are as large
   */
  public ForecastEvaluation(Learner learner, int seeds) {
    this.trainer = new ForecastTrainer(
        learner,
        ForecastTrainer.PARAMETERS,
        LongStream.rangeClosed(1, seeds).boxed().toList());
  }

  /** The id of the schema of the features. */
  public static String schema() {
    return ForecastFeatures.SCHEMA.id();
  }

  /**
   * Trains on slices, forecasts another.
   *
   * @param trained what the figures call the slices
   * @param tested what they call the other
   */
  public ForecastFigures evaluate(
      Target target, String trained, List<Slice> train, String tested, Slice test) {
    List<ForecastTrainer.Material> materials = train.stream()
        .map(slice -> new ForecastTrainer.Material(slice, examples(slice, target)))
        .toList();
    List<Example> examples = examples(test, target);
    try (ForecastModel model = trainer.train(materials)) {
      return figures(trained, tested, target, model, examples, model.predict(examples));
    }
  }

  private List<Example> examples(Slice slice, Target target) {
    return Example.of(slice, histories.computeIfAbsent(slice.recording(), History::new), target);
  }

  private static ForecastFigures figures(
      String trained,
      String tested,
      Target target,
      ForecastModel model,
      List<Example> examples,
      double[] predicted) {
    int[] all = IntStream.range(0, examples.size()).toArray();
    Scores scores = new Scores(examples, predicted);
    BlockBootstrap bootstrap = new BlockBootstrap(
        examples.stream()
            .map(example -> example.pod + " " + example.minute / 60)
            .toList(),
        RESAMPLES);
    TreeMap<String, List<Integer>> byService = new TreeMap<>();
    for (int i : all) {
      byService
          .computeIfAbsent(examples.get(i).service, name -> new ArrayList<>())
          .add(i);
    }
    List<ForecastFigures.ServiceFigures> services = new ArrayList<>();
    byService.forEach((service, rows) -> {
      int[] some = rows.stream().mapToInt(Integer::intValue).toArray();
      services.add(new ForecastFigures.ServiceFigures(
          service,
          some.length,
          scores.mean(scores.persistence, some),
          scores.mean(scores.ewma, some),
          scores.mean(scores.model, some)));
    });
    return new ForecastFigures(
        trained,
        tested,
        target,
        target.unit(),
        all.length,
        scores.mean(scores.persistence, all),
        scores.mean(scores.ewma, all),
        scores.mean(scores.model, all),
        scores.gain(all),
        bootstrap.interval(scores::resampledGain),
        model.hasTrees() ? "MODEL" : model.baseline().name(),
        model.validationGain(),
        model.share(),
        model.rounds(),
        services,
        importance(model));
  }

  private static List<ForecastFigures.Importance> importance(ForecastModel model) {
    double[] shares = model.importance();
    List<String> names = ForecastFeatures.SCHEMA.names();
    return IntStream.range(0, shares.length)
        .mapToObj(i -> new ForecastFigures.Importance(names.get(i), shares[i]))
        .sorted(Comparator.comparingDouble(ForecastFigures.Importance::share).reversed())
        .limit(MOST_IMPORTANT)
        .toList();
  }

  /** The absolute errors of every row. */
  private static final class Scores {
    final double[] persistence;
    final double[] ewma;
    final double[] model;

    Scores(List<Example> examples, double[] predicted) {
      int n = examples.size();
      persistence = new double[n];
      ewma = new double[n];
      model = new double[n];
      for (int i = 0; i < n; i++) {
        Example example = examples.get(i);
        persistence[i] = Math.abs(example.actual - example.persistence);
        ewma[i] = Math.abs(example.actual - example.ewma);
        model[i] = Math.abs(example.actual - predicted[i]);
      }
    }

    double mean(double[] errors, int[] rows) {
      double sum = 0;
      for (int row : rows) {
        sum += errors[row];
      }
      return sum / rows.length;
    }

    double resampledGain(int[] times) {
      double ofPersistence = 0;
      double ofEwma = 0;
      double ofModel = 0;
      for (int row = 0; row < times.length; row++) {
        ofPersistence += times[row] * persistence[row];
        ofEwma += times[row] * ewma[row];
        ofModel += times[row] * model[row];
      }
      return 1 - ofModel / Math.min(ofPersistence, ofEwma);
    }

    double gain(int[] rows) {
      return 1 - mean(model, rows) / Math.min(mean(persistence, rows), mean(ewma, rows));
    }
  }
}

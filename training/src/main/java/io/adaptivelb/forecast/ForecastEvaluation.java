package io.adaptivelb.forecast;

import io.adaptivelb.dataset.Slice;
import io.adaptivelb.learner.Ensemble;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.linear.LinearModel;
import io.adaptivelb.recording.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Trains on some slices and forecasts another, target by target. */
public final class ForecastEvaluation {
  private static final int MOST_IMPORTANT = 10;

  private final ForecastTrainer<Ensemble> trees;
  private final Map<Recording, History> histories = new HashMap<>();

  /**
   * An evaluation.
   *
   * @param learner grows the trees
   * @param seeds ensembles are as large
   */
  public ForecastEvaluation(Learner learner, int seeds) {
    this.trees = new ForecastTrainer<>(
        new TreeRecipe(
            learner,
            TreeRecipe.PARAMETERS,
            LongStream.rangeClosed(1, seeds).boxed().toList()),
        ForecastTrainer.LEAST_GAIN);
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
    try (ForecastModel<Ensemble> model = trees.train(materials);
        ForecastModel<LinearModel> linear = new ForecastTrainer<>(
                new LinearRecipe("%s: next minute of %s".formatted(trained, target)),
                ForecastTrainer.ANY_GAIN)
            .train(materials)) {
      return figures(trained, tested, target, model, linear, examples);
    }
  }

  private List<Example> examples(Slice slice, Target target) {
    return Example.of(slice, histories.computeIfAbsent(slice.recording(), History::new), target);
  }

  private static ForecastFigures figures(
      String trained,
      String tested,
      Target target,
      ForecastModel<Ensemble> model,
      ForecastModel<LinearModel> linear,
      List<Example> examples) {
    int[] all = IntStream.range(0, examples.size()).toArray();
    AbsoluteErrors errors = new AbsoluteErrors(examples, model.predict(examples));
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
          service, some.length, errors.persistence(some), errors.ewma(some), errors.model(some)));
    });
    return new ForecastFigures(
        trained,
        tested,
        target,
        target.unit(),
        all.length,
        errors.persistence(all),
        errors.ewma(all),
        errors.model(all),
        errors.gain(),
        errors.interval(),
        model.servedBy("MODEL"),
        model.validation().gain(),
        model.validation().interval(),
        model.share(),
        model.rounds(),
        services,
        model.correction().map(ForecastEvaluation::importance).orElse(List.of()),
        linear(linear, examples, errors));
  }

  private static ForecastFigures.Linear linear(
      ForecastModel<LinearModel> model, List<Example> examples, AbsoluteErrors served) {
    AbsoluteErrors errors = new AbsoluteErrors(examples, model.predict(examples));
    SortedMap<String, Object> provenance = new TreeMap<>();
    model
        .correction()
        .ifPresent(correction -> correction
            .parts()
            .forEach((scaling, part) -> provenance.put(scaling.name(), part.provenance())));
    return new ForecastFigures.Linear(
        errors.model(IntStream.range(0, examples.size()).toArray()),
        errors.gain(),
        errors.interval(),
        served.lead(errors),
        served.leadInterval(errors),
        model.servedBy("LINEAR"),
        model.validation().gain(),
        model.share(),
        model.rounds(),
        provenance);
  }

  /** The columns whose splits gained most, in both scalings. */
  private static List<ForecastFigures.Importance> importance(Correction<Ensemble> trees) {
    List<double[]> each =
        trees.parts().values().stream().map(Ensemble::importance).toList();
    double[] shares = new double[ForecastFeatures.SCHEMA.size()];
    Arrays.setAll(
        shares, i -> each.stream().mapToDouble(gains -> gains[i]).average().orElse(0));
    List<String> names = ForecastFeatures.SCHEMA.names();
    return IntStream.range(0, shares.length)
        .mapToObj(i -> new ForecastFigures.Importance(names.get(i), shares[i]))
        .sorted(Comparator.comparingDouble(ForecastFigures.Importance::share).reversed())
        .limit(MOST_IMPORTANT)
        .toList();
  }
}

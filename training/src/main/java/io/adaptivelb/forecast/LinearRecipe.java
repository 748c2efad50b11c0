package io.adaptivelb.forecast;

import io.adaptivelb.forecast.Correction.Scaling;
import io.adaptivelb.learner.Rows;
import io.adaptivelb.linear.LinearModel;
import io.adaptivelb.linear.LinearModel.Descent;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Corrections by linear models of the same features, which is what trees have to beat; validation chooses the number of passes.
 *
 * @param data what the provenance calls the examples
 */
record LinearRecipe(String data) implements Recipe<LinearModel> {
  private static final double RATE = 0.02;
  private static final List<Integer> PASSES = List.of(1, 4, 16);
  private static final long SEED = 1;

  @Override
  public Tuned<LinearModel> tune(Baseline baseline, List<Example> fit, List<Example> validation) {
    Map<Scaling, Integer> best = new EnumMap<>(Scaling.class);
    for (Scaling scaling : Scaling.values()) {
      Rows train = Correction.rows(fit, baseline, scaling);
      Rows watched = Correction.rows(validation, baseline, scaling);
      double least = Double.POSITIVE_INFINITY;
      for (int passes : PASSES) {
        double error = error(model(train, passes), watched);
        if (error < least) {
          least = error;
          best.put(scaling, passes);
        }
      }
    }
    return new Passes(this, baseline, best);
  }

  private LinearModel model(Rows rows, int passes) {
    return LinearModel.median(
        ForecastFeatures.SCHEMA.names(), data, rows, new Descent(RATE, passes, SEED));
  }

  private static double error(LinearModel model, Rows rows) {
    double[] predicted = model.predict(rows);
    double sum = 0;
    for (int row = 0; row < predicted.length; row++) {
      sum += rows.weight(row) * Math.abs(rows.label(row) - predicted[row]);
    }
    return sum;
  }

  private record Passes(LinearRecipe recipe, Baseline baseline, Map<Scaling, Integer> each)
      implements Tuned<LinearModel> {
    @Override
    public Correction<LinearModel> learn(List<Example> examples) {
      return Correction.learn(
          baseline,
          examples,
          (scaling, rows) -> recipe.model(rows, each.getOrDefault(scaling, PASSES.getFirst())));
    }

    @Override
    public int rounds() {
      return Collections.max(each.values());
    }
  }
}

package io.adaptivelb.forecast;

import io.adaptivelb.forecast.Correction.Scaling;
import io.adaptivelb.learner.Ensemble;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.learner.TreeParameters;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Corrections by trees; validation chooses the number of rounds.
 *
 * @param learner grows them
 * @param parameters how
 * @param seeds an ensemble is as large
 */
record TreeRecipe(Learner learner, TreeParameters parameters, List<Long> seeds)
    implements Recipe<Ensemble> {
  static final TreeParameters PARAMETERS = new TreeParameters(
      TreeParameters.Objective.ABSOLUTE_ERROR, 5, 0.05, 10, 0.7, 0.5, 1, 1_000, 60, List.of());

  TreeRecipe {
    seeds = List.copyOf(seeds);
  }

  @Override
  public Tuned<Ensemble> tune(Baseline baseline, List<Example> fit, List<Example> validation) {
    Map<Scaling, Integer> rounds = new EnumMap<>(Scaling.class);
    for (Scaling scaling : Scaling.values()) {
      rounds.put(
          scaling,
          learner.bestRounds(
              parameters,
              Correction.rows(fit, baseline, scaling),
              Correction.rows(validation, baseline, scaling),
              seeds.getFirst()));
    }
    return new Rounds(this, baseline, rounds);
  }

  private record Rounds(TreeRecipe recipe, Baseline baseline, Map<Scaling, Integer> each)
      implements Tuned<Ensemble> {
    @Override
    public Correction<Ensemble> learn(List<Example> examples) {
      return Correction.learn(
          baseline,
          examples,
          (scaling, rows) -> recipe.learner.train(
              recipe.parameters.exactly(each.getOrDefault(scaling, 1)), rows, recipe.seeds));
    }

    @Override
    public int rounds() {
      return Collections.max(each.values());
    }
  }
}

package io.adaptivelb.prediction;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.TreeShap;
import io.adaptivelb.capacity.ForecastReasons;
import io.adaptivelb.capacity.ForecastReasons.Cause;
import io.adaptivelb.features.FeatureDefinition;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.features.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out which features made a model foretell what it does: SHAP values of the heads, {@code φ(cores) − φ(demand)} for the log
 * capacity, as shares of what they add up to. Costs milliseconds, so only who asks pays. Immutable.
 */
final class Reasoning {
  /** Features that matter less are not asked what would be without them. */
  private static final double WORTH_ASKING = 0.02;

  private final ScoringModel model;

  Reasoning(ScoringModel model) {
    this.model = model;
  }

  /** Why this was foretold from these features, with these trusts. */
  ForecastReasons of(FeatureVector features, double trust, double failureTrust) {
    float[] row = features.toArray();
    float[] cores = contributions(Target.EFFECTIVE_CORES, row);
    float[] demand = contributions(Target.SERVICE_DEMAND, row);
    float[] failure = contributions(Target.FAILURE, row);
    double change = 0;
    double risk = 0;
    for (int i = 0; i < row.length; i++) {
      change += cores[i] - demand[i];
      risk += failure[i];
    }
    // What failure is on average is no cause: its margin there is far below 0.
    change += cores[row.length] - demand[row.length];
    List<Cause> causes = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      double capacityShare = share(cores[i] - demand[i], change);
      double failureShare = share(failure[i], risk);
      if (Math.max(Math.abs(capacityShare), Math.abs(failureShare)) >= WORTH_ASKING) {
        causes.add(cause(i, row, capacityShare, failureShare, trust, failureTrust));
      }
    }
    return new ForecastReasons(model.name(), trust, causes);
  }

  private Cause cause(
      int i, float[] row, double capacity, double failure, double trust, double failureTrust) {
    FeatureDefinition definition = FeatureSchema.CURRENT.definitions().get(i);
    float usual = FeatureWords.usual(definition);
    float[] otherwise = row.clone();
    otherwise[i] = usual;
    return new Cause(
        definition.name(),
        FeatureWords.of(definition, row[i]),
        capacity,
        failure,
        Float.compare(row[i], usual) != 0,
        Foresight.of(model, FeatureSchema.CURRENT.vector(otherwise)).believed(trust, failureTrust));
  }

  /** A value a feature and the bias; all 0 where there is no such head. */
  private float[] contributions(Target target, float[] row) {
    Optional<BoostedModel> head = model.head(target);
    return head.isEmpty()
        ? new float[row.length + 1]
        : new TreeShap(head.get()).contributions(row, 0);
  }

  private static double share(double part, double whole) {
    return Math.abs(whole) < 1e-6 ? 0 : part / whole;
  }
}

package io.adaptivelb.control;

import io.adaptivelb.allocation.AllocationSettings;
import io.adaptivelb.allocation.LoadAllocation;
import io.adaptivelb.allocation.Stage;
import io.adaptivelb.allocation.Staircase;
import io.adaptivelb.capacity.Estimated.Estimate;
import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.capacity.SecondOpinion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Multiplies each weight with what forecasts make of its allocation. Behind everything that remembers: the next tick starts
 * from the weights without it. Where there is a second opinion, its weights are computed beside the first's, and blended with
 * them as far as it has a share.
 */
final class Foresight {
  private final AllocationSettings rails;
  private final LoadAllocation allocation;

  Foresight(AllocationSettings rails, LoadAllocation allocation) {
    this.rails = rails;
    this.allocation = allocation;
  }

  /**
   * Sets {@link Stage#FORECAST} where a forecast changes anything, and both models' weights where there are two.
   *
   * @param ready whether estimates are in force; else nothing can be foreseen
   * @param damping what is left of the loop's gain, 0…1: where a loop answers to itself, what seems to come back by the minute may
   *     be its own swings, so forecasts fade with the gain
   */
  void foresee(
      Collection<EndpointState> members,
      boolean ready,
      double planned,
      double damping,
      Optional<SecondOpinion> second) {
    List<EndpointState> known = new ArrayList<>(members.size());
    for (EndpointState member : members) {
      member.alone = member.staircase.after(Stage.DEAD_BAND);
      member.other = member.alone;
      member.otherForecast =
          second.map(opinion -> opinion.forecast(member.endpoint.id())).orElse(Forecast.NONE);
      member.otherShare = 0;
      if (ready && member.estimated instanceof Estimate) {
        known.add(member);
      }
    }
    double[] first =
        weights(known, known.stream().map(member -> member.forecast).toList(), planned, damping);
    double[] other = second.isEmpty()
        ? first
        : weights(
            known, known.stream().map(member -> member.otherForecast).toList(), planned, damping);
    double share = second.map(SecondOpinion::share).orElse(0.0);
    for (int i = 0; i < first.length; i++) {
      EndpointState member = known.get(i);
      member.alone = first[i];
      member.other = other[i];
      member.otherShare = share;
      // Both have the same sum, so that a blend moves no more than its share of the traffic.
      double weight = (1 - share) * first[i] + share * other[i];
      if (weight != member.staircase.after(Stage.DEAD_BAND)) {
        member.staircase.set(Stage.FORECAST, weight);
      }
    }
  }

  /** The weights that follow from forecasts; those before them where nothing is expected. */
  private double[] weights(
      List<EndpointState> known, List<Forecast> forecasts, double planned, double damping) {
    double[] weights =
        known.stream().mapToDouble(m -> m.staircase.after(Stage.DEAD_BAND)).toArray();
    if (forecasts.stream().allMatch(Forecast.NONE::equals)) {
      return weights;
    }
    List<Estimate> expected = new ArrayList<>(known.size());
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).estimated instanceof Estimate estimate) {
        expected.add(forecasts.get(i).applyTo(estimate));
      }
    }
    double[] ratios = allocation.ratios(expected, planned);
    double before = 0;
    double after = 0;
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] /= known.get(i).allocated;
      ratios[i] *= Math.pow(forecasts.get(i).survival(), rails.errorExponent());
      ratios[i] = Math.pow(ratios[i], damping);
      before += weights[i];
      after += weights[i] * ratios[i];
    }
    for (int i = 0; i < ratios.length; i++) {
      weights[i] = Math.clamp(
          weights[i] * ratios[i] * before / after, rails.explorationFloor(), rails.maxRatio());
    }
    return weights;
  }

  /** The weight that the first model alone would give. */
  static int weightAlone(EndpointState member) {
    return Staircase.toWeight(member.alone);
  }

  /** The weight that the second opinion alone would give. */
  static int weightOfOther(EndpointState member) {
    return Staircase.toWeight(member.other);
  }
}

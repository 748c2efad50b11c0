package io.adaptivelb.control;

import io.adaptivelb.allocation.Stage;
import io.adaptivelb.allocation.Staircase;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.capacity.ForecastReasons;
import io.adaptivelb.capacity.ForecastReasons.Cause;
import io.adaptivelb.explanation.Explanation.Contribution;
import io.adaptivelb.explanation.Explanation.Counterfactual;
import io.adaptivelb.explanation.Explanation.Foretold;
import io.adaptivelb.explanation.Explanation.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the forecast added to a weight, feature by feature, in weight units that add up to the stage exactly.
 *
 * <p>A forecast multiplies a weight with about {@code cores/demand · (1 − failure)^errorExponent}; each feature has a part of the
 * logarithm of that, and the stage's units are divided in the same proportion. Where the weight went against its own forecast, it
 * was the others that moved it: weights are shares. What would be with another forecast is read off the same proportion.
 */
final class ForecastExplanation {
  /** Features that are named; the others are put together. */
  private static final int NAMED = 6;

  private static final int ASKED = 2;

  /** Further than so many times what the forecast did, nothing is concluded. */
  private static final double MAX_SHARE = 10;

  private final EndpointState member;
  private final double errorExponent;

  /** What the stage added, but for the canary's part. */
  private final int units;

  /** What a canary's share of the weight added. */
  private final int canaryUnits;

  private final double ownChange;
  private final @Nullable ForecastReasons reasons;

  /** Asks for reasons only where the forecast changed the weight: they are dear. */
  ForecastExplanation(EndpointState member, Estimator estimator, double errorExponent) {
    this.member = member;
    this.errorExponent = errorExponent;
    this.canaryUnits = member.otherShare == 0
        ? 0
        : member.staircase.weightAfter(Stage.FORECAST) - Foresight.weightAlone(member);
    this.units = member.staircase.contribution(Stage.FORECAST) - canaryUnits;
    this.ownChange = change(member.forecast);
    this.reasons = member.staircase.changed(Stage.FORECAST)
        ? estimator.reasons(member.endpoint.id()).orElse(null)
        : null;
  }

  Optional<Foretold> foretold() {
    return Optional.ofNullable(reasons)
        .map(why -> new Foretold(
            why.model(),
            why.trust(),
            member.forecast.demandFactor(),
            member.forecast.coresFactor(),
            member.forecast.failure()));
  }

  List<Contribution> contributions() {
    List<Contribution> all = new ArrayList<>(ownContributions());
    if (canaryUnits != 0) {
      all.add(contribution("forecast.canary", canary(), canaryUnits));
    }
    return all;
  }

  private String canary() {
    return String.format(
        Locale.ROOT,
        "the canary, with %.0f %% of the weight, expects service demand ×%.3g, cores ×%.3g, failure with %.0f %%",
        100 * member.otherShare,
        member.otherForecast.demandFactor(),
        member.otherForecast.coresFactor(),
        100 * member.otherForecast.failure());
  }

  private List<Contribution> ownContributions() {
    if (units == 0) {
      return List.of();
    }
    if (!movedByItself()) {
      return List.of(contribution(
          "forecast.peers", "others are foretold to change; weights are relative to them", units));
    }
    List<Part> parts = parts();
    List<Part> named = parts.subList(0, Math.min(NAMED, parts.size()));
    List<Contribution> result = new ArrayList<>();
    int[] divided = divide(units, named.stream().mapToDouble(Part::share).toArray());
    for (int i = 0; i < named.size(); i++) {
      if (divided[i] != 0) {
        Cause cause = named.get(i).cause;
        result.add(contribution("forecast." + cause.feature(), cause.words(), divided[i]));
      }
    }
    if (divided[named.size()] != 0) {
      result.add(contribution(
          "forecast.other",
          reasons == null ? "foretold" : "other features, and what is foretold on average",
          divided[named.size()]));
    }
    return result;
  }

  List<Counterfactual> counterfactuals() {
    if (!member.staircase.changed(Stage.FORECAST)) {
      return List.of();
    }
    List<Counterfactual> result = new ArrayList<>();
    result.add(new Counterfactual("without the forecast", weightIf(0)));
    if (movedByItself()) {
      parts().stream()
          .filter(part -> part.cause.unusual())
          .limit(ASKED)
          .forEach(part -> result.add(new Counterfactual(
              "if %s were as usual".formatted(part.cause.feature()),
              weightIf(change(part.cause.otherwise()) / ownChange))));
    }
    return result;
  }

  /** A feature's share of the change; all shares, and what is foretold on average, add up to 1. */
  private record Part(Cause cause, double share) {}

  /** Largest first. */
  private List<Part> parts() {
    if (reasons == null) {
      return List.of();
    }
    double capacity =
        change(new Forecast(member.forecast.demandFactor(), member.forecast.coresFactor(), 0));
    double failure = ownChange - capacity;
    return reasons.causes().stream()
        .map(cause -> new Part(
            cause, (cause.capacityShare() * capacity + cause.failureShare() * failure) / ownChange))
        .sorted(Comparator.comparingDouble((Part part) -> -Math.abs(part.share)))
        .toList();
  }

  /** Whether the weight went the way that its own forecast points. */
  private boolean movedByItself() {
    return ownChange * units > 0;
  }

  /** What a forecast makes of the log of a weight, were it not for the others. */
  private double change(Forecast forecast) {
    return Math.log(forecast.coresFactor() / forecast.demandFactor())
        + errorExponent * Math.log(forecast.survival());
  }

  /** The weight if the forecast did this share of what it did; pushes that wait and overrides left out. */
  private int weightIf(double share) {
    Staircase stairs = member.staircase;
    double did = stairs.after(Stage.FORECAST) / stairs.before(Stage.FORECAST);
    double other = Math.clamp(share, -MAX_SHARE, MAX_SHARE) - 1;
    return Staircase.toWeight(stairs.after(Stage.HOT_CUT) * Math.pow(did, other));
  }

  private static Contribution contribution(String name, String reason, int units) {
    return new Contribution(Kind.FORECAST, name, reason, units);
  }

  /** Whole units in proportion to the shares, and last what is left of them: by largest remainders, so that they add up. */
  static int[] divide(int units, double[] shares) {
    int n = shares.length;
    double[] exact = new double[n + 1];
    exact[n] = units;
    for (int i = 0; i < n; i++) {
      exact[i] = units * shares[i];
      exact[n] -= exact[i];
    }
    int[] whole = new int[n + 1];
    int left = units;
    for (int i = 0; i <= n; i++) {
      whole[i] = (int) Math.floor(exact[i]);
      left -= whole[i];
    }
    Integer[] order = new Integer[n + 1];
    for (int i = 0; i <= n; i++) {
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> whole[i] - exact[i]));
    // Floors of numbers that add up to a whole one are short of it by less than their number.
    for (int i = 0; i < left; i++) {
      whole[order[i]]++;
    }
    return whole;
  }
}

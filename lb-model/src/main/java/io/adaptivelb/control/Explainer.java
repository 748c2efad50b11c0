package io.adaptivelb.control;

import io.adaptivelb.allocation.Stage;
import io.adaptivelb.allocation.Staircase;
import io.adaptivelb.capacity.Estimated.Estimate;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.explanation.Explanation.Contribution;
import io.adaptivelb.explanation.Explanation.Counterfactual;
import io.adaptivelb.explanation.Explanation.Kind;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Reads an explanation from a member's staircase.
 *
 * <p>The estimate is a product of factors (service demand, cores, hidden steal, room, errors), each relative to its
 * geometric mean in the cluster. Its change against the fair share is divided among them by the logarithmic mean Divisia
 * index, {@code L(w, w₀)·ln f} with {@code L(x, y) = (x − y)/ln(x/y)}, which depends on no order and leaves no rest but
 * rounding. Every later stage contributes the difference that it made.
 *
 * @see <a href="https://doi.org/10.1016/S0301-4215(03)00076-4">B.W. Ang, Decomposition analysis for policymaking, 2004</a>
 */
final class Explainer {
  private final ControlSettings settings;
  private final LoopStability stability;

  Explainer(ControlSettings settings, LoopStability stability) {
    this.settings = settings;
    this.stability = stability;
  }

  Explanation explain(
      WeightSnapshot snapshot, EndpointState member, Collection<EndpointState> members) {
    EndpointWeight line = snapshot.find(member.endpoint.id()).orElseThrow();
    Staircase stairs = member.staircase;
    List<Contribution> contributions = new ArrayList<>();
    contributions.add(new Contribution(
        Kind.FAIR_SHARE, "fair_share", "an equal share of the traffic", WeightSnapshot.FAIR_SHARE));
    List<Factor> factors = factors(member, members);
    contributions.addAll(divide(stairs.contribution(Stage.ESTIMATE), factors));
    for (Stage stage : Stage.values()) {
      if (stage.compareTo(Stage.ESTIMATE) > 0 && stairs.contribution(stage) != 0) {
        contributions.add(new Contribution(
            kind(stage),
            stage == Stage.OVERRIDE
                ? line.overrideId().orElse("override")
                : stage.name().toLowerCase(Locale.ROOT),
            reason(stage, member, snapshot),
            stairs.contribution(stage)));
      }
    }
    return new Explanation(
        snapshot.cluster(),
        line.id(),
        snapshot.time(),
        snapshot.version(),
        line.weight(),
        line.status(),
        snapshot.rung(),
        line.score(),
        contributions,
        counterfactuals(member, factors, line));
  }

  /** One cause of the estimate, as a factor against the cluster's geometric mean. */
  private record Factor(String name, double ratio, String reason, String ifTypical) {}

  private static List<Factor> factors(EndpointState member, Collection<EndpointState> members) {
    if (!(member.estimated instanceof Estimate own)) {
      return List.of();
    }
    List<Factor> factors = new ArrayList<>();
    double demand = typical(members, e -> e.demandSeconds());
    factors.add(new Factor(
        "service_demand",
        demand / own.demandSeconds(),
        String.format(
            Locale.ROOT,
            "%.3g ms of CPU a request, cluster %.3g ms",
            own.demandSeconds() * 1e3,
            demand * 1e3),
        String.format(
            Locale.ROOT, "its service demand were the cluster's typical %.3g ms", demand * 1e3)));
    double cores = typical(members, e -> e.cores());
    factors.add(new Factor(
        "cores",
        own.cores() / cores,
        String.format(Locale.ROOT, "%.3g cores, cluster %.3g", own.cores(), cores),
        String.format(Locale.ROOT, "it had the cluster's typical %.3g cores", cores)));
    double share = own.effectiveCores() / own.cores();
    double typicalShare = typical(members, e -> e.effectiveCores() / e.cores());
    factors.add(new Factor(
        "hidden_steal",
        share / typicalShare,
        String.format(
            Locale.ROOT,
            "%.3g of %.3g cores are there, judging by its latency",
            own.effectiveCores(),
            own.cores()),
        "all of its cores were there"));
    double room = geometricMean(members, m -> room(m));
    factors.add(new Factor(
        "room",
        room(member) / room,
        "faster endpoints get more than their share of the capacity while there is room",
        "load were shared out by capacity alone"));
    double errors = geometricMean(members, m -> m.errorFactor);
    factors.add(new Factor(
        "errors",
        member.errorFactor / errors,
        String.format(
            Locale.ROOT, "%.3g %% of its recent requests failed", 100 * member.errors.errorRatio()),
        "it failed as rarely as the others"));
    return factors;
  }

  /** What the allocation gave beyond the share of the capacity. */
  private static double room(EndpointState member) {
    return member.estimated instanceof Estimate estimate
        ? member.allocated / estimate.capacity()
        : Double.NaN;
  }

  /** Divides the estimate's contribution among its factors; what is left is the comparison with the mean. */
  private static List<Contribution> divide(int total, List<Factor> factors) {
    double ratio = (WeightSnapshot.FAIR_SHARE + total) / (double) WeightSnapshot.FAIR_SHARE;
    double logMean = Math.abs(ratio - 1) < 1e-9 ? 1 : (ratio - 1) / Math.log(ratio);
    List<Contribution> parts = new ArrayList<>();
    int left = total;
    for (Factor factor : factors) {
      int part = (int) Math.round(logMean * Math.log(factor.ratio()) * WeightSnapshot.FAIR_SHARE);
      if (part != 0) {
        parts.add(new Contribution(Kind.ESTIMATE, factor.name(), factor.reason(), part));
        left -= part;
      }
    }
    if (left != 0) {
      parts.add(new Contribution(
          Kind.ESTIMATE, "peers", "weights are relative to the mean of the cluster", left));
    }
    return parts;
  }

  private static List<Counterfactual> counterfactuals(
      EndpointState member, List<Factor> factors, EndpointWeight line) {
    List<Counterfactual> result = new ArrayList<>();
    double settled = member.staircase.after(Stage.ESTIMATE);
    for (Factor factor : factors) {
      if (Math.abs(Math.log(factor.ratio())) > 0.02) {
        result.add(new Counterfactual(
            "if " + factor.ifTypical() + ", once settled",
            Staircase.toWeight(settled / factor.ratio())));
      }
    }
    int withoutRails = member.staircase.weightAfter(Stage.ESTIMATE);
    if (!factors.isEmpty() && withoutRails != line.weight()) {
      result.add(new Counterfactual("without rails and overrides", withoutRails));
    }
    if (line.overrideId().isPresent()) {
      result.add(new Counterfactual(
          "without the override", member.staircase.weightAfter(Stage.MIN_PUSH_INTERVAL)));
    }
    return result;
  }

  private String reason(Stage stage, EndpointState member, WeightSnapshot snapshot) {
    return switch (stage) {
      case FAIR_SHARE, ESTIMATE -> "";
      case TELEMETRY_DOUBT -> "its observers contradict each other";
      case STALENESS_FADE ->
        String.format(
            Locale.ROOT,
            "its telemetry is %d s old, neutral after %d s",
            Duration.between(member.lastSeen, snapshot.time()).toSeconds(),
            settings.allocation().neutralAfter().toSeconds());
      case GAIN ->
        String.format(
            Locale.ROOT,
            "joined with the last weight: a tick goes %.0f %% of the way",
            100 * settings.allocation().gain());
      case LOOP_GAIN ->
        String.format(
            Locale.ROOT,
            "weights swing or would, since they answer to themselves: ticks go %.0f %% of the way",
            100 * stability.gain());
      case MAX_STEP_UP ->
        String.format(Locale.ROOT, "at most ×%.3g a tick", settings.allocation().maxStepUp());
      case MAX_STEP_DOWN ->
        String.format(Locale.ROOT, "at most ÷%.3g a tick", settings.allocation().maxStepDown());
      case MAX_RATIO ->
        String.format(
            Locale.ROOT, "at most %.3g fair shares", settings.allocation().maxRatio());
      case EXPLORATION_FLOOR ->
        String.format(
            Locale.ROOT,
            "at least %.3g fair shares, to go on learning",
            settings.allocation().explorationFloor());
      case DEAD_BAND -> "the cluster's capacities differ too little to be worth unequal weights";
      case FORECAST ->
        String.format(
                Locale.ROOT,
                "the model expects service demand ×%.3g, cores ×%.3g, failure with %.0f %%",
                member.forecast.demandFactor(),
                member.forecast.coresFactor(),
                100 * member.forecast.failure())
            + canary(member);
      case SLOW_START ->
        String.format(Locale.ROOT, "warming up, at %.0f %% of its weight", 100 * member.rampShare);
      case EJECTION -> "ejected for its errors; what is left are its probes";
      case RETURN_RAMP ->
        String.format(
            Locale.ROOT,
            "coming back, at %.0f %% of its weight",
            100 * member.errors.weightShare());
      case HOT_CUT -> "requests pile up there";
      case MIN_PUSH_INTERVAL -> "the change is too small or too soon for a push";
      case OVERRIDE -> "a person's word";
    };
  }

  private static String canary(EndpointState member) {
    return member.otherShare == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; the canary, with %.0f %% of the weight, ×%.3g, ×%.3g and %.0f %%",
            100 * member.otherShare,
            member.otherForecast.demandFactor(),
            member.otherForecast.coresFactor(),
            100 * member.otherForecast.failure());
  }

  private static Kind kind(Stage stage) {
    return switch (stage) {
      case FAIR_SHARE -> Kind.FAIR_SHARE;
      case ESTIMATE, GAIN, FORECAST -> Kind.ESTIMATE;
      case OVERRIDE -> Kind.OVERRIDE;
      default -> Kind.RAIL;
    };
  }

  private static double typical(
      Collection<EndpointState> members, ToDoubleFunction<Estimate> value) {
    return geometricMean(
        members, m -> m.estimated instanceof Estimate e ? value.applyAsDouble(e) : Double.NaN);
  }

  private static double geometricMean(
      Collection<EndpointState> members, ToDoubleFunction<EndpointState> value) {
    return Math.exp(members.stream()
        .mapToDouble(value)
        .filter(v -> v > 0)
        .map(Math::log)
        .average()
        .orElse(0));
  }
}

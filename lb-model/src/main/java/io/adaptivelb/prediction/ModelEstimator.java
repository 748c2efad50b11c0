package io.adaptivelb.prediction;

import io.adaptivelb.capacity.Estimated;
import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.capacity.ForecastReasons;
import io.adaptivelb.capacity.Outlook;
import io.adaptivelb.capacity.SecondOpinion;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.rollout.Baseline;
import io.adaptivelb.rollout.GroupReading;
import io.adaptivelb.rollout.ShadowTick;
import io.adaptivelb.rollout.Trial;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.weights.Rung;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The first rung: the analytic estimate, and what models foretell on top of it. Estimates stay the analytic ones; a model
 * speaks through {@link #forecast} alone, as far as {@link Trust} goes and where {@link Familiarity} knows the like. So models can be exchanged at any tick, and two can be
 * asked at once: the features are computed once, and nothing that the estimate remembers depends on who spoke.
 *
 * <p>Without a model it is the analytic rung. A candidate is a {@link SecondOpinion} with a {@link Trial} of its own. Confined to
 * its loop's thread, but for {@link #state}.
 */
public final class ModelEstimator implements Estimator {
  private final ClusterId cluster;
  private final Supplier<Lineup> lineups;
  private final ExampleMaker maker;
  private Lineup lineup = Lineup.NONE;
  private @Nullable Forecaster active;
  private @Nullable Forecaster candidate;
  private @Nullable Trial trial;
  private GroupReading clients = GroupReading.NONE;
  private volatile ModelState state = ModelState.NONE;

  /** An estimator with one model for good. */
  public ModelEstimator(ClusterId cluster, EstimationSettings settings, ScoringModel model) {
    this(cluster, settings, constant(Lineup.of(model)));
  }

  /**
   * An estimator with models that may change.
   *
   * @param lineups asked at every tick; whenever it answers with another object, those models speak from then on, and a trial
   *     begins anew
   */
  public ModelEstimator(ClusterId cluster, EstimationSettings settings, Supplier<Lineup> lineups) {
    this.cluster = cluster;
    this.lineups = lineups;
    this.maker = new ExampleMaker(cluster, settings);
  }

  private static Supplier<Lineup> constant(Lineup lineup) {
    return () -> lineup;
  }

  @Override
  public Rung rung() {
    boolean serves = active != null && active.believed();
    boolean helps = trial != null && trial.share() > 0 && candidate != null && candidate.believed();
    return serves || helps ? Rung.MODEL : Rung.ANALYTIC;
  }

  @Override
  public void learn(Collection<EndpointObservation> tick, Instant now) {
    use(lineups.get());
    List<Example> complete = maker.tick(tick, now);
    if (active != null) {
      active.learn(tick, maker.features(), complete, now);
    }
    if (candidate != null) {
      candidate.learn(tick, maker.features(), complete, now);
      clients = seen(tick);
    }
    tell(0);
  }

  /** Whoever goes on keeps his record: a canary that becomes the active model, or goes up a step. */
  @SuppressWarnings("ReferenceEquality") // Another object is a change, even if it says the same.
  private void use(Lineup next) {
    if (next == lineup) {
      return;
    }
    Forecaster before = active;
    Forecaster tried = candidate;
    active = next.active()
        .map(model -> forecaster(model, Belief.EARNED, before, tried))
        .orElse(null);
    Baseline baseline = Baseline.NONE;
    candidate = null;
    if (next.candidate().isPresent()) {
      Lineup.Candidate wanted = next.candidate().get();
      candidate = forecaster(wanted.model(), wanted.belief(), tried, before);
      if (trial != null && candidate == tried) {
        baseline = trial.baseline();
      }
    }
    Baseline known = baseline;
    trial = next.candidate()
        .map(wanted -> new Trial(wanted.blend(), wanted.settings(), known, seed(wanted)))
        .orElse(null);
    lineup = next;
  }

  private static Forecaster forecaster(
      ScoringModel model, Belief belief, @Nullable Forecaster... known) {
    for (Forecaster one : known) {
      if (one != null && one.speaksFor(model, belief)) {
        return one;
      }
    }
    return new Forecaster(model, belief);
  }

  private long seed(Lineup.Candidate wanted) {
    return 31L * cluster.hashCode() + wanted.model().name().hashCode();
  }

  /** What clients saw: whatever was refused has failed for them. */
  private static GroupReading seen(Collection<EndpointObservation> tick) {
    GroupReading all = GroupReading.NONE;
    for (EndpointObservation each : tick) {
      long requests = each.outcomes().requests();
      LatencyHistogram latency = each.latency();
      all = all.plus(new GroupReading(requests, requests - each.outcomes().successes(), latency));
    }
    return all;
  }

  @Override
  public Estimated estimate(EndpointId endpoint) {
    return maker.estimate(endpoint);
  }

  @Override
  public Forecast forecast(EndpointId endpoint) {
    return active == null ? Forecast.NONE : active.forecast(endpoint);
  }

  @Override
  public Optional<ForecastReasons> reasons(EndpointId endpoint) {
    return Optional.ofNullable(active)
        .map(speaker ->
            speaker.reasons(endpoint, Optional.ofNullable(maker.features().get(endpoint))));
  }

  @Override
  public Map<EndpointId, Outlook> outlooks(Map<EndpointId, Double> plannedRates) {
    return active == null
        ? Map.of()
        : active.outlooks(plannedRates, maker.features(), maker::estimate);
  }

  @Override
  public Optional<SecondOpinion> second() {
    Forecaster speaker = candidate;
    Trial tried = trial;
    return speaker == null || tried == null
        ? Optional.empty()
        : Optional.of(new Second(speaker, tried));
  }

  /** The candidate's. */
  private final class Second implements SecondOpinion {
    private final Forecaster speaker;
    private final Trial tried;

    Second(Forecaster speaker, Trial tried) {
      this.speaker = speaker;
      this.tried = tried;
    }

    @Override
    public Forecast forecast(EndpointId endpoint) {
      return speaker.forecast(endpoint);
    }

    @Override
    public double share() {
      return tried.share();
    }

    @Override
    public void compared(ShadowTick tick) {
      double share = tried.share();
      tried.observe(tick, clients, speaker.skill());
      tell(share);
    }
  }

  private void tell(double share) {
    state = new ModelState(
        lineup,
        Optional.ofNullable(active).map(Forecaster::voice),
        Optional.ofNullable(candidate).map(Forecaster::voice),
        Optional.ofNullable(trial)
            .map(tried -> new ModelState.Progress(
                tried.decision(), tried.requests(), share, tried.distance())));
  }

  /** How far the active model is believed in this cluster, 0…1. */
  public double trust() {
    return state.active().map(Voice::trust).orElse(0.0);
  }

  /**
   * Which share of what the cluster shows lately is nothing that the active model was trained on, 0…1; above a half it is not
   * asked.
   */
  public double strangeShare() {
    return state.active().map(Voice::strangeShare).orElse(0.0);
  }

  /** How the models fare. May be asked from any thread. */
  public ModelState state() {
    return state;
  }

  @Override
  public void retain(Collection<EndpointId> members) {
    maker.retain(members);
    if (active != null) {
      active.retain(members);
    }
    if (candidate != null) {
      candidate.retain(members);
    }
  }
}

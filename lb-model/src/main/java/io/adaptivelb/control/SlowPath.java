package io.adaptivelb.control;

import io.adaptivelb.allocation.AllocationSettings;
import io.adaptivelb.allocation.LoadAllocation;
import io.adaptivelb.allocation.Stage;
import io.adaptivelb.capacity.Estimated.Estimate;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.capacity.SecondOpinion;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.ejection.ErrorWatch.State;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.rollout.ShadowTick;
import io.adaptivelb.scoring.Score;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.weights.Rail;
import io.adaptivelb.weights.Rung;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One tick of a cluster: learns from the telemetry of the interval, allocates the load that is about to come, and walks each
 * weight down the staircase of the rails, as far as the next tick depends on it.
 */
final class SlowPath {
  /** Members whose estimate must be fresh for the cluster's weights to count as estimated. */
  private static final double QUORUM = 0.5;

  /**
   * Ticks with telemetry for which the weights of an earlier life stand in for estimates, at most. The first intervals after
   * a restart are seen by some of the observers only (an endpoint's own counters need two readings before they say anything,
   * and a scrape may fail), and estimates from what a proxy alone can see would make weights equal that were not.
   */
  private static final int RESUME_TICKS = 12;

  /** What a fully damped tick takes a weight towards the fair share, on the log scale. */
  private static final double DAMPED_FADE = 0.2;

  private final ClusterId cluster;
  private final AllocationSettings rails;
  private final Estimator estimator;
  private final LoadAllocation allocation;
  private final Outages outages;
  private final Foresight foresight;
  private final Scoring scoring;
  private final LoopMonitor monitor;
  private double lastRate = Double.NaN;
  private boolean equalised;
  private boolean everEstimated;
  private int resumeTicks;

  SlowPath(ClusterId cluster, ControlSettings settings, Estimator estimator, Outages outages) {
    this.cluster = cluster;
    this.rails = settings.allocation();
    this.estimator = estimator;
    this.allocation = new LoadAllocation(rails);
    this.outages = outages;
    this.foresight = new Foresight(rails, allocation);
    this.scoring = new Scoring(settings.scores(), allocation, estimator);
    this.monitor = new LoopMonitor(rails.gain(), settings.stability());
  }

  /** How stable the loop is, as of the last tick. */
  LoopStability stability() {
    return monitor.stability();
  }

  /** What the monitor multiplies the gain with; 1 while the loop does not answer to itself. */
  double damping() {
    return monitor.factor();
  }

  /** Goes on from weights that were good once. */
  void restored() {
    everEstimated = true;
    resumeTicks = RESUME_TICKS;
  }

  /**
   * Runs a tick: afterwards every member's staircase is set up to {@link Stage#DEAD_BAND}, its score and its ejection state
   * are current.
   *
   * @return the rung that the weights stand on
   */
  Rung run(Map<EndpointId, EndpointState> byId, Instant now) {
    Collection<EndpointState> members = byId.values();
    noteWeightsInForce(members);
    Map<EndpointId, EndpointObservation> observed = learn(byId, now);
    double rate =
        observed.values().stream().mapToDouble(o -> o.requestsPerSecond()).sum();
    double planned = Double.isNaN(lastRate) ? rate : rate + Math.max(0, rate - lastRate);
    if (!observed.isEmpty()) {
      lastRate = rate;
    }
    ejectAndReturn(members, now);
    resume(members, !observed.isEmpty());
    long estimated = allocate(members, planned, now);
    walk(members, now);
    foresight.foresee(members, resumeTicks == 0, planned, monitor.factor(), estimator.second());
    members.forEach(member -> member.climbRamp(now, rails));
    scoring.score(members, planned, now, rails.staleAfter());
    Rung rung = rung(members, estimated, now);
    compare(members, planned, now);
    return rung;
  }

  /** What this tick's telemetry answers to. */
  private static void noteWeightsInForce(Collection<EndpointState> members) {
    double sum = 0;
    int serving = 0;
    for (EndpointState member : members) {
      sum += member.serving() ? member.staircase.after(Stage.OVERRIDE) : 0;
      serving += member.serving() ? 1 : 0;
    }
    for (EndpointState member : members) {
      member.trail.inForce(
          member.serving() ? member.staircase.after(Stage.OVERRIDE) * serving / sum : 0);
    }
  }

  private Map<EndpointId, EndpointObservation> learn(
      Map<EndpointId, EndpointState> byId, Instant now) {
    Map<EndpointId, EndpointObservation> observed = new LinkedHashMap<>(byId.size() * 2);
    byId.forEach((id, member) -> {
      EndpointObservation observation = member.drain(now);
      member.errors.observe(
          member.judged(observation == null ? Outcomes.NONE : observation.outcomes()));
      if (observation != null) {
        observed.put(id, observation);
        if (member.restarted(observation)) {
          member.errors.forgive();
          member.startRamp(now, rails);
        }
      }
    });
    estimator.retain(byId.keySet());
    estimator.learn(observed.values(), now);
    byId.forEach((id, member) -> {
      member.estimated = estimator.estimate(id);
      member.forecast = estimator.forecast(id);
    });
    return observed;
  }

  private void ejectAndReturn(Collection<EndpointState> members, Instant now) {
    double median = Medians.median(members, m -> m.errors.tickErrorRatio());
    members.forEach(member -> member.spared = false);
    List<EndpointState> candidates =
        members.stream().filter(m -> m.errors.wantsEjection(median)).toList();
    outages.eject(candidates, members, now);
    outages.judgeHealth(members);
    members.forEach(member -> member.errors.advance(now.toEpochMilli()));
  }

  /** All members go over to estimates together: shares of the two kinds cannot be compared. */
  private void resume(Collection<EndpointState> members, boolean observed) {
    if (members.stream().noneMatch(EndpointState::awaitsMeters)) {
      resumeTicks = 0;
    } else if (observed && resumeTicks > 0) {
      resumeTicks--;
    }
  }

  /** Sets {@link Stage#ESTIMATE}; tells how many members have an estimate that is not stale. */
  private long allocate(Collection<EndpointState> members, double planned, Instant now) {
    List<EndpointState> known = new ArrayList<>(members.size());
    List<Estimate> estimates = new ArrayList<>(members.size());
    long fresh = 0;
    for (EndpointState member : members) {
      boolean resuming = resumeTicks > 0;
      member.allocated = resuming && !Double.isNaN(member.resumed) ? member.resumed : 1;
      if (!resuming && member.estimated instanceof Estimate estimate) {
        known.add(member);
        estimates.add(estimate);
        fresh += age(member, now).compareTo(rails.staleAfter()) < 0 ? 1 : 0;
      }
    }
    if (!known.isEmpty()) {
      double[] ratios = allocation.ratios(estimates, planned);
      for (int i = 0; i < ratios.length; i++) {
        known.get(i).allocated = ratios[i];
      }
    }
    double sum = 0;
    for (EndpointState member : members) {
      // An ejected endpoint is at its probe weight already; its errors must not count twice.
      member.errorFactor = member.errors.state() == State.ACTIVE
          ? Math.pow(1 - member.errors.errorRatio(), rails.errorExponent())
          : 1;
      sum += member.allocated * member.errorFactor;
    }
    for (EndpointState member : members) {
      member.staircase.set(
          Stage.ESTIMATE, member.allocated * member.errorFactor * members.size() / sum);
    }
    return fresh;
  }

  private void walk(Collection<EndpointState> members, Instant now) {
    monitor.begin();
    for (EndpointState member : members) {
      member.rails.clear();
      double target = fade(member, now);
      member.base *= member.cut;
      member.cut = 1;
      double rate = member.last == null ? Double.NaN : member.last.requestsPerSecond();
      monitor.observe(member.trail, target, Math.log(target / member.base), rate);
    }
    monitor.end();
    double full = 0;
    double damped = 0;
    for (EndpointState member : members) {
      full += joined(member);
      damped += damped(member);
    }
    double n = members.size();
    for (EndpointState member : members) {
      // Re-centred on the fair share, so that weights do not drift away together.
      member.staircase.set(Stage.GAIN, joined(member) * n / full);
      set(member, Stage.LOOP_GAIN, damped(member) * n / damped, Rail.LOOP_GAIN);
      bound(member);
    }
    deadBand(members);
  }

  private double joined(EndpointState member) {
    double target = member.staircase.after(Stage.STALENESS_FADE);
    return member.base * Math.pow(target / member.base, rails.gain());
  }

  /**
   * The same with the gain that the monitor allows. What answers to itself is doubtful, so the weight fades towards neutral
   * besides: slowed down alone, a loop would stay for minutes where its swings had left it.
   */
  private double damped(EndpointState member) {
    double target = member.staircase.after(Stage.STALENESS_FADE);
    double base = Math.pow(member.base, 1 - DAMPED_FADE * (1 - monitor.factor()));
    return base * Math.pow(target / base, rails.gain() * monitor.factor());
  }

  /** Doubtful and old telemetry pull the target towards the fair share. */
  private double fade(EndpointState member, Instant now) {
    double doubt = member.last == null ? 0 : member.last.doubt();
    double target = member.staircase.after(Stage.ESTIMATE);
    target = Math.pow(target, 1 - doubt);
    set(member, Stage.TELEMETRY_DOUBT, target, Rail.TELEMETRY_DOUBT);
    double stale = rails.staleAfter().toMillis();
    double span = rails.neutralAfter().toMillis() - stale;
    double faded = Math.clamp((age(member, now).toMillis() - stale) / span, 0.0, 1.0);
    target = Math.pow(target, 1 - faded);
    set(member, Stage.STALENESS_FADE, target, Rail.STALENESS_FADE);
    return target;
  }

  private void bound(EndpointState member) {
    double weight = member.staircase.after(Stage.LOOP_GAIN);
    double highest = member.base * rails.maxStepUp();
    double lowest = member.base / rails.maxStepDown();
    weight = Math.min(weight, highest);
    set(member, Stage.MAX_STEP_UP, weight, Rail.MAX_STEP_UP);
    weight = Math.max(weight, lowest);
    set(member, Stage.MAX_STEP_DOWN, weight, Rail.MAX_STEP_DOWN);
    weight = Math.min(weight, rails.maxRatio());
    set(member, Stage.MAX_RATIO, weight, Rail.MAX_RATIO);
    weight = Math.max(weight, rails.explorationFloor());
    set(member, Stage.EXPLORATION_FLOOR, weight, Rail.EXPLORATION_FLOOR);
    member.base = weight;
  }

  /**
   * Equal weights keep the proxies' power of two choices, one unequal weight turns it into a schedule: small differences are
   * not worth that. A little hysteresis keeps the cluster from going back and forth.
   */
  private void deadBand(Collection<EndpointState> members) {
    double band = equalised ? rails.deadBand() : 0.85 * rails.deadBand();
    equalised = members.stream()
        .filter(EndpointState::serving)
        .allMatch(m -> Math.abs(Math.log(m.base)) < band);
    if (equalised) {
      members.forEach(member -> set(member, Stage.DEAD_BAND, 1, Rail.DEAD_BAND));
    }
  }

  /** What both models said, for whoever compares them. */
  private void compare(Collection<EndpointState> members, double planned, Instant now) {
    SecondOpinion second = estimator.second().orElse(null);
    if (second == null) {
      return;
    }
    List<Score> scores = scoring.scoresOfOther(members, planned, now, rails.staleAfter());
    List<ShadowTick.Line> lines = new ArrayList<>(members.size());
    for (EndpointState member : members) {
      lines.add(new ShadowTick.Line(
          member.endpoint.id(),
          member.score,
          scores.get(lines.size()),
          Foresight.weightAlone(member),
          Foresight.weightOfOther(member)));
    }
    second.compared(new ShadowTick(cluster, now, lines));
  }

  private Rung rung(Collection<EndpointState> members, long estimated, Instant now) {
    if (estimated > 0 && estimated >= QUORUM * members.size()) {
      everEstimated = true;
      return estimator.rung();
    }
    boolean neutral =
        members.stream().allMatch(m -> age(m, now).compareTo(rails.neutralAfter()) >= 0);
    return everEstimated && !neutral ? Rung.LAST_GOOD : Rung.EQUAL;
  }

  private static Duration age(EndpointState member, Instant now) {
    return Duration.between(member.lastSeen, now);
  }

  /** Sets a stage, and notes its rail where it changed the weight. */
  static void set(EndpointState member, Stage stage, double ratio, Rail rail) {
    member.staircase.set(stage, ratio);
    if (member.staircase.changed(stage)) {
      member.rails.add(rail);
    }
  }
}

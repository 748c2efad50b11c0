package io.adaptivelb.control;

import io.adaptivelb.allocation.AllocationSettings;
import io.adaptivelb.allocation.Stage;
import io.adaptivelb.allocation.Staircase;
import io.adaptivelb.capacity.Estimated;
import io.adaptivelb.capacity.Forecast;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.ejection.ErrorWatch;
import io.adaptivelb.fastpath.RecentBins;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.scoring.Score;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.TelemetrySample;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.Rail;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that a loop knows of one member, between the signals and the weight. Mutable, confined to its loop. */
final class EndpointState {
  Endpoint endpoint;
  final ErrorWatch errors;
  final RecentBins bins;
  final Staircase staircase = new Staircase();
  final LoopTrail trail = new LoopTrail();
  final Set<Rail> rails = EnumSet.noneOf(Rail.class);

  /** Since the last tick. */
  private final List<TelemetrySample> pending = new ArrayList<>(2);

  private final Map<Observer, Instant> newest = new HashMap<>(2);

  @Nullable
  EndpointObservation last;

  Instant lastSeen;
  Instant startTime = Instant.EPOCH;
  Estimated estimated = new Estimated.Unknown("no telemetry yet");
  Forecast forecast = Forecast.NONE;

  /** What a second opinion expects of it. */
  Forecast otherForecast = Forecast.NONE;

  /** The weight that the first model alone gives, the second opinion alone, and the share of the latter. */
  double alone = 1;

  double other = 1;
  double otherShare;
  Score score = new Score.Unscored("no telemetry yet");

  /** Smoothed p95 of the successes in seconds, NaN while unknown. */
  double p95 = Double.NaN;

  /** The weight that the next tick starts from, as a multiple of the fair share. */
  double base = 1;

  /** What the allocation gave it in the last tick, and what errors left of that. */
  double allocated = 1;

  /** The weight of an earlier life, as a multiple of the fair share; NaN when there was none. */
  double resumed = Double.NaN;

  double errorFactor = 1;

  boolean healthy = true;

  /** Why the health checks think so. */
  String healthReason = "";

  /** When the present slow start began; null when there is none. */
  @Nullable
  Instant rampStart;

  double rampShare = 1;

  /** What the fast path multiplies the weight with until the next tick. */
  double cut = 1;

  /** What the weight is multiplied with besides, while the endpoint works off what piled up. */
  double drain = 1;

  int drainRounds;

  /** What was last published, before overrides, as a multiple of the fair share; NaN before the first time. */
  double publishedRatio = Double.NaN;

  /** Whether it would be ejected or marked, were it not for the panic limits. */
  boolean spared;

  EndpointState(Endpoint endpoint, Instant now, ControlSettings settings) {
    this.endpoint = endpoint;
    this.lastSeen = now;
    this.errors = new ErrorWatch(settings.ejection());
    this.bins = new RecentBins(settings.fastPath());
  }

  /** Goes on from a weight of an earlier life; not from what a person made of it, who may have taken it back. */
  void resume(EndpointWeight before, AllocationSettings settings) {
    double ratio = (double) before.computed() / WeightSnapshot.FAIR_SHARE;
    base = Math.clamp(ratio, settings.explorationFloor(), settings.maxRatio());
    resumed = base;
    staircase.set(Stage.FAIR_SHARE, 1);
    staircase.set(Stage.GAIN, base);
  }

  /** Keeps a sample for the next tick, unless it is a duplicate or older than what its observer said before. */
  void accept(TelemetrySample sample) {
    Instant before = newest.get(sample.observer());
    if (before == null || sample.time().isAfter(before)) {
      newest.put(sample.observer(), sample.time());
      pending.add(sample);
    }
  }

  /** Fuses what came since the last tick; null when nothing did. */
  @Nullable
  EndpointObservation drain(Instant now) {
    if (pending.isEmpty()) {
      return null;
    }
    EndpointObservation fused = EndpointObservation.fuse(pending);
    pending.clear();
    last = fused;
    // A clock that runs ahead must not keep telemetry fresh for ever.
    lastSeen = fused.time().isAfter(now) ? now : fused.time();
    double reading =
        fused.latency().count() > 0 ? fused.latency().quantileSeconds(0.95) : Double.NaN;
    if (!Double.isNaN(reading)) {
      p95 = Double.isNaN(p95) ? reading : 0.5 * (p95 + reading);
    }
    return fused;
  }

  /** How a tick's requests ended, where what a pile times out or refuses is told from errors: less load cures it. */
  Outcomes judged(Outcomes outcomes) {
    return bins.piled() && outcomes.successes() > 0
        ? new Outcomes(
            outcomes.successes(),
            0,
            outcomes.rejections() + outcomes.timeouts() + outcomes.serverErrors(),
            0,
            outcomes.connectionFailures())
        : outcomes;
  }

  /** Whether the endpoint's process started anew since it was last asked. */
  boolean restarted(EndpointObservation observation) {
    if (!observation.startTime().isAfter(startTime)) {
      return false;
    }
    boolean known = !startTime.equals(Instant.EPOCH);
    startTime = observation.startTime();
    return known;
  }

  /** Starts a slow start, unless one is under way or none is wanted. */
  void startRamp(Instant now, AllocationSettings settings) {
    if (rampStart == null && !settings.slowStart().isZero()) {
      rampStart = now;
      rampShare = settings.slowStartRatio();
    }
  }

  /** Goes on with a slow start: once a tick, so that a ramp is a handful of pushes. */
  void climbRamp(Instant now, AllocationSettings settings) {
    if (rampStart != null) {
      double done = (double) Duration.between(rampStart, now).toMillis()
          / settings.slowStart().toMillis();
      double first = settings.slowStartRatio();
      rampShare = Math.min(1, first + (1 - first) * Math.max(0, done));
      rampStart = rampShare < 1 ? rampStart : null;
    }
  }

  /** Whether it takes its part of the traffic: neither ejected nor down. */
  boolean serving() {
    return errors.state() != ErrorWatch.State.EJECTED && (healthy || spared);
  }

  /** Whether an earlier life knows better than this one what it can take: its own meters have not spoken yet. */
  boolean awaitsMeters() {
    boolean metered =
        estimated instanceof Estimated.Estimate estimate && estimate.basis() == Estimated.Basis.CPU;
    return !Double.isNaN(resumed) && healthy && !metered;
  }

  /** Cores as far as they are known, else 1. */
  double cores() {
    return estimated instanceof Estimated.Estimate estimate ? estimate.cores() : 1;
  }
}

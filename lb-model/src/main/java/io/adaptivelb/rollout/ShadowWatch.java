package io.adaptivelb.rollout;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.rollout.Decision.Advance;
import io.adaptivelb.rollout.Decision.Hold;
import io.adaptivelb.scoring.Score;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Compares a shadow with the active model, and measures meanwhile how the two groups of the canary to come differ while both
 * get the same weights. Not thread-safe: confine it.
 */
public final class ShadowWatch {
  private final GuardrailSettings settings;
  private final SlowRequests slowRequests;
  private final Calibration slow = new Calibration();
  private final Calibration errors = new Calibration();
  private final Map<ClusterId, ShadowTick> last = new HashMap<>();
  private long ticks;
  private long endpoints;
  private long unscored;
  private double distances;
  private double activeChurn;
  private double shadowChurn;
  private long moves;

  /** A watch that has seen nothing. */
  public ShadowWatch(GuardrailSettings settings) {
    this.settings = settings;
    slowRequests = new SlowRequests(settings.referenceTicks());
  }

  /** Takes in what both models said. */
  public void observe(ShadowTick tick) {
    ticks++;
    endpoints += tick.lines().size();
    unscored += tick.lines().stream()
        .filter(line -> line.shadow() instanceof Score.Unscored)
        .count();
    distances += Blending.distance(tick.activeWeights(), tick.shadowWeights());
    ShadowTick before = last.put(tick.cluster(), tick);
    if (before != null && before.endpoints().equals(tick.endpoints())) {
      moves++;
      activeChurn += Blending.distance(before.activeWeights(), tick.activeWeights());
      shadowChurn += Blending.distance(before.shadowWeights(), tick.shadowWeights());
    }
  }

  /** Takes in what clients saw in the two groups. */
  public void observe(TickReading reading) {
    slowRequests.count(reading).ifPresent(slow::add);
    errors.add(new Counts(
        reading.canary().errors(),
        reading.rest().errors(),
        reading.canary().requests(),
        reading.rest().requests()));
  }

  /** How the groups differ by themselves, for the {@link CanaryWatch}. */
  public Baseline baseline() {
    return new Baseline(
        slow.allowedRatio(settings.priorSpread()),
        slow.dispersion(),
        errors.allowedRatio(settings.priorSpread()),
        errors.dispersion());
  }

  /** Whether the first step may be taken; never a roll-back, because nobody was served by it. */
  public Decision decision() {
    if (ticks < settings.shadowTicks()) {
      return new Hold("%d of %d ticks in the shadow".formatted(ticks, settings.shadowTicks()));
    }
    double missing = (double) unscored / endpoints;
    if (missing > settings.maxUnscored()) {
      return new Hold(String.format(
          Locale.ROOT,
          "it leaves %.1f %% of the endpoints without scores, the limit is %.1f %%",
          100 * missing,
          100 * settings.maxUnscored()));
    }
    double distance = distances / ticks;
    if (distance > settings.maxDistance()) {
      return new Hold(String.format(
          Locale.ROOT,
          "it would move %.1f %% of the traffic, the limit is %.1f %%; look at it before it goes on",
          100 * distance,
          100 * settings.maxDistance()));
    }
    double restless = moves == 0 ? 0 : shadowChurn / moves;
    double allowed =
        moves == 0 ? 1 : settings.churnFactor() * activeChurn / moves + settings.churnSlack();
    if (restless > allowed) {
      return new Hold(String.format(
          Locale.ROOT,
          "its weights move %.1f %% of the traffic a tick, the limit is %.1f %%",
          100 * restless,
          100 * allowed));
    }
    return new Advance(
        Blend.ONE,
        String.format(
            Locale.ROOT,
            "%d ticks in the shadow; it would move %.1f %% of the traffic",
            ticks,
            100 * distance));
  }
}

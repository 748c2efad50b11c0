package io.adaptivelb.rollout;

import io.adaptivelb.domain.Ranges;
import io.adaptivelb.rollout.Decision.Advance;
import io.adaptivelb.rollout.Decision.Hold;
import io.adaptivelb.rollout.Decision.Promote;
import io.adaptivelb.rollout.Decision.RollBack;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches one step of a canary and says after every tick whether it goes on, goes up or goes back. Not thread-safe: confine
 * it. Whoever acts on an {@link Advance}, durably, begins a new watch for the next step; so does a restart, which thereby
 * begins the step anew.
 *
 * <p>Three things keep clients' p99 within {@link GuardrailSettings#maxP99Ratio} of the old model's while a bad model is
 * found out. A blend of b moves at most b of the traffic ({@link Blending}). {@link Evidence} on slow requests, errors and
 * churn ends the step within a few ticks when it is worse beyond chance. And the next step is taken only if the p99 seen,
 * with its excess grown in proportion to the blend, would stay below the limit there.
 */
public final class CanaryWatch {
  private static final double QUANTILE = 0.99;

  private final Blend blend;
  private final Instant since;
  private final GuardrailSettings settings;
  private final SlowRequests slowRequests;
  private final Evidence slow;
  private final Evidence errors;
  private final Evidence churn;
  private GroupReading canary = GroupReading.NONE;
  private GroupReading rest = GroupReading.NONE;
  private @Nullable RollBack over;

  /**
   * A watch over one step.
   *
   * @param since when the step began
   * @param baseline what the shadow showed of the two groups ({@link ShadowWatch#baseline})
   */
  public CanaryWatch(Blend blend, Instant since, GuardrailSettings settings, Baseline baseline) {
    this(blend, since, settings, baseline, false);
  }

  /**
   * A watch over pairs of blocks of time: few readings, each of which may have been a bad minute, so that how much they vary is
   * learnt besides.
   */
  static CanaryWatch ofBlocks(
      Blend blend, Instant since, GuardrailSettings settings, Baseline baseline) {
    return new CanaryWatch(blend, since, settings, baseline, true);
  }

  private CanaryWatch(
      Blend blend, Instant since, GuardrailSettings settings, Baseline baseline, boolean learns) {
    this.blend = blend;
    this.since = since;
    this.settings = settings;
    slowRequests = new SlowRequests(settings.referenceTicks());
    slow = evidence(baseline.slowRatio(), baseline.slowDispersion(), learns);
    errors = evidence(baseline.errorRatio(), baseline.errorDispersion(), learns);
    // One sign a tick, more churn or not: neither bursts nor a base ratio to allow for.
    churn = new Evidence(1, 1, settings.alarm() / settings.minTicks());
  }

  private Evidence evidence(double ratio, double dispersion, boolean learns) {
    return new Evidence(
        ratio * settings.tolerance(),
        Math.max(dispersion, settings.dispersion()),
        learns,
        settings.alarm() / settings.minTicks());
  }

  /** The step that is watched. */
  public Blend blend() {
    return blend;
  }

  /** Takes in a tick and decides. A {@link RollBack} is final: every later call repeats it. */
  public Decision observe(TickReading reading) {
    if (over != null) {
      return over;
    }
    canary = canary.plus(reading.canary());
    rest = rest.plus(reading.rest());
    slowRequests.count(reading).ifPresent(slow::add);
    errors.add(new Counts(
        reading.canary().errors(),
        reading.rest().errors(),
        reading.canary().requests(),
        reading.rest().requests()));
    boolean restless = reading.canaryChurn()
        > settings.churnFactor() * reading.restChurn() + settings.churnSlack();
    churn.add(new Counts(restless ? 1 : 0, restless ? 0 : 1, 1, 1));

    Duration held = Duration.between(since, reading.time());
    Optional<RollBack> breach = breach().or(() -> stalled(held));
    over = breach.orElse(null);
    return breach.<Decision>map(rollBack -> rollBack).orElseGet(() -> holdOrRise(held));
  }

  private Optional<RollBack> breach() {
    return breach(Guardrail.LATENCY, slow)
        .or(() -> breach(Guardrail.ERRORS, errors))
        .or(() -> breach(Guardrail.CHURN, churn));
  }

  private Optional<RollBack> breach(Guardrail guardrail, Evidence evidence) {
    double log = evidence.log();
    if (log < settings.alarm()) {
      return Optional.empty();
    }
    String figures = switch (guardrail) {
      case LATENCY -> "p99 %s, %s elsewhere".formatted(p99(canary), p99(rest));
      case ERRORS ->
        "%s of the requests failed, %s elsewhere".formatted(errorRatio(canary), errorRatio(rest));
      case CHURN, SKILL, STALLED ->
        "its weights move more than %s times as much as elsewhere"
            .formatted(settings.churnFactor());
    };
    return Optional.of(new RollBack(
        guardrail,
        log,
        "%s at %d %%; odds of %s to 1 that this is no chance"
            .formatted(figures, blend.percent(), odds(log))));
  }

  private Optional<RollBack> stalled(Duration held) {
    if (held.compareTo(settings.maxHold()) < 0) {
      return Optional.empty();
    }
    String reason = "still at %d %% after %s: %s"
        .formatted(blend.percent(), text(held), holdOrRise(held).reason());
    return Optional.of(new RollBack(Guardrail.STALLED, 0, reason));
  }

  /** To the second: who waits has no use for more. */
  private static String text(Duration held) {
    return Ranges.text(held.truncatedTo(ChronoUnit.SECONDS));
  }

  private Decision holdOrRise(Duration held) {
    if (held.compareTo(settings.minHold()) < 0) {
      return new Hold("at %d %% for %s of %s"
          .formatted(blend.percent(), text(held), Ranges.text(settings.minHold())));
    }
    long fewer = Math.min(canary.requests(), rest.requests());
    if (fewer < settings.minRequests()) {
      return new Hold("%d requests in the smaller group, %d are needed"
          .formatted(fewer, settings.minRequests()));
    }
    if (canary.latency().count() == 0 || rest.latency().count() == 0) {
      return new Hold("no request of one of the groups succeeded");
    }
    double log = Math.max(slow.log(), Math.max(errors.log(), churn.log()));
    if (log > settings.alarm() / 2) {
      return new Hold("odds of %s to 1 that it is worse; waiting for more".formatted(odds(log)));
    }
    return rise();
  }

  private Decision rise() {
    Optional<Blend> next = blend.next();
    double ratio =
        canary.latency().quantileSeconds(QUANTILE) / rest.latency().quantileSeconds(QUANTILE);
    double growth = next.map(to -> to.share() / blend.share()).orElse(1.0);
    double projected = Math.max(ratio, 1 + (ratio - 1) * growth);
    if (projected > settings.maxP99Ratio()) {
      return new Hold(String.format(
          Locale.ROOT,
          "p99 is %.3f times that elsewhere and would be %.3f times at the next step, the limit is %.3f",
          ratio,
          projected,
          settings.maxP99Ratio()));
    }
    String seen = String.format(
        Locale.ROOT,
        "p99 %s, %s elsewhere; errors %s, %s elsewhere; %d requests",
        p99(canary),
        p99(rest),
        errorRatio(canary),
        errorRatio(rest),
        canary.requests());
    return next.<Decision>map(to -> new Advance(to, seen)).orElseGet(() -> new Promote(seen));
  }

  private static String p99(GroupReading group) {
    return group.latency().count() == 0
        ? "unknown"
        : String.format(Locale.ROOT, "%.3g ms", 1e3 * group.latency().quantileSeconds(QUANTILE));
  }

  private static String errorRatio(GroupReading group) {
    return group.requests() == 0
        ? "unknown"
        : String.format(Locale.ROOT, "%.3g %%", 100.0 * group.errors() / group.requests());
  }

  private static String odds(double log) {
    return String.format(Locale.ROOT, "%.3g", Math.exp(Math.min(log, 200)));
  }
}

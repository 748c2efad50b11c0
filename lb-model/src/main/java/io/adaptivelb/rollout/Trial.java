package io.adaptivelb.rollout;

import io.adaptivelb.domain.Ranges;
import io.adaptivelb.rollout.Decision.Hold;
import io.adaptivelb.rollout.Decision.RollBack;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of a candidate in one cluster, tick by tick: whose weights are next, and what follows from what clients saw. All
 * proxies of the cluster get the same weights, in blocks of time with the candidate's share and without ({@link Switchback});
 * a pair of blocks is one reading for {@link ShadowWatch} or {@link CanaryWatch}. In the shadow the blocks are all alike, and
 * show how much they differ by themselves. Not thread-safe.
 *
 * <p>Beside what clients see there is the candidate's own {@link Skill}: what it foretells comes true or not, also while
 * nobody follows it. That ends most bad models before they have moved a request.
 */
public final class Trial {
  private final Optional<Blend> blend;
  private final TrialSettings settings;
  private final Baseline known;
  private final Crossover blocks;
  private final ShadowWatch shadow;
  private @Nullable CanaryWatch canary;
  private @Nullable Instant since;
  private int @Nullable [] oldBefore;
  private int @Nullable [] blendedBefore;
  private Decision decision = new Hold("no tick yet");
  private int pairs;
  private long requests;
  private double distance;

  /**
   * A step that begins with the next tick.
   *
   * @param blend the step; empty in the shadow
   * @param baseline what the shadow showed; it is not looked at in the shadow
   * @param seed of the order of the blocks
   */
  public Trial(Optional<Blend> blend, TrialSettings settings, Baseline baseline, long seed) {
    this.blend = blend;
    this.settings = settings;
    this.known = baseline;
    this.blocks = new Crossover(settings.blocks(seed));
    this.shadow = new ShadowWatch(settings.guardrails());
  }

  /** The candidate's share of the weights that are about to be chosen, 0…1; 0 once it must go back, before that is on record. */
  public double share() {
    boolean on = blend.isPresent() && blocks.canary() && !(decision instanceof RollBack);
    return on ? blend.get().share() : 0;
  }

  /**
   * Takes a tick whose weights were chosen. A {@link RollBack} is final.
   *
   * @param tick what both models wanted
   * @param clients what they saw since the tick before
   * @param skill the candidate's record
   */
  public Decision observe(ShadowTick tick, GroupReading clients, Skill skill) {
    if (decision instanceof RollBack) {
      return decision;
    }
    if (blend.isPresent() && canary == null) {
      canary = CanaryWatch.ofBlocks(blend.get(), tick.time(), settings.guardrails(), known);
    }
    int[] old = tick.activeWeights();
    int[] blended = Blending.blend(old, tick.shadowWeights(), blend.orElse(Blend.ALL));
    distance = Blending.distance(old, tick.shadowWeights());
    requests += clients.requests();
    shadow.observe(tick);
    Optional<TickReading> pair =
        blocks.observe(tick.time(), clients, moved(blendedBefore, blended), moved(oldBefore, old));
    oldBefore = old;
    blendedBefore = blended;
    decision = decide(pair, skill, tick.time());
    return decision;
  }

  private Decision decide(Optional<TickReading> pair, Skill skill, Instant now) {
    if (skill.harmful(settings.maxLoss())) {
      return new RollBack(
          Guardrail.SKILL,
          0,
          String.format(
              Locale.ROOT,
              "what it foretold cost %.1f and saved %.1f against foretelling nothing%s",
              skill.cost(),
              skill.saved(),
              blend.map(step -> " at %d %%".formatted(step.percent())).orElse(" in the shadow")));
    }
    // Within a pair of blocks nothing new is known of what clients see.
    pairs += pair.isPresent() ? 1 : 0;
    if (canary == null) {
      pair.ifPresent(shadow::observe);
      return stalled(mature(shadow.decision()), now);
    }
    return pair.isPresent() ? mature(canary.observe(pair.get())) : decision;
  }

  /** Nobody waits for ever for a shadow that is not fit to be tried. */
  private Decision stalled(Decision wanted, Instant now) {
    since = since == null ? now : since;
    Duration held = Duration.between(since, now);
    return wanted instanceof Hold && held.compareTo(settings.guardrails().maxHold()) >= 0
        ? new RollBack(
            Guardrail.STALLED,
            0,
            "still in the shadow after %s: %s"
                .formatted(Ranges.text(held.truncatedTo(ChronoUnit.SECONDS)), wanted.reason()))
        : wanted;
  }

  /** One pair is what later ones are compared with, and one more is no evidence: a step must not be over before there was any. */
  private Decision mature(Decision wanted) {
    boolean up = wanted instanceof Decision.Advance || wanted instanceof Decision.Promote;
    return up && pairs < settings.minPairs()
        ? new Hold("%d of %d pairs of blocks".formatted(pairs, settings.minPairs()))
        : wanted;
  }

  /** How the blocks differ by themselves: what the shadow showed. */
  public Baseline baseline() {
    return blend.isPresent() ? known : shadow.baseline();
  }

  /** What follows from the last tick. */
  public Decision decision() {
    return decision;
  }

  /** How many requests were seen in this step. */
  public long requests() {
    return requests;
  }

  /** The share of the traffic that the candidate wanted elsewhere in the last tick, 0…1. */
  public double distance() {
    return distance;
  }

  private static double moved(int @Nullable [] before, int[] now) {
    return before == null || before.length != now.length ? 0 : Blending.distance(before, now);
  }
}

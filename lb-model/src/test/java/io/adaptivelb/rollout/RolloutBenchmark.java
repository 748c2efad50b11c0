package io.adaptivelb.rollout;

import io.adaptivelb.rollout.Decision.Advance;
import io.adaptivelb.rollout.Decision.Hold;
import io.adaptivelb.rollout.Decision.Promote;
import io.adaptivelb.rollout.Decision.RollBack;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How soon the guardrails find a bad model, and how often they accuse a good one: {@code lb bench Rollout [rollouts]}. The
 * baseline is the share of false alarms that the settings allow.
 */
public final class RolloutBenchmark {
  private static final GuardrailSettings SETTINGS = GuardrailSettings.DEFAULTS;
  private static final int RUNS = 21;
  private static final int MAX_TICKS = 3_000;

  private RolloutBenchmark() {}

  /** Prints false alarms of whole rollouts, and the ticks until the roll-back at 50 %. */
  public static void main(String[] arguments) {
    int rollouts = arguments.length == 0 ? 400 : Integer.parseInt(arguments[0]);
    long rolledBack =
        IntStream.range(0, rollouts).filter(RolloutBenchmark::accusesAGoodModel).count();
    System.out.println(String.format(
        Locale.ROOT,
        "%d of %d rollouts of a model that is no worse were rolled back: %.2f times the share that is allowed",
        rolledBack,
        rollouts,
        (double) rolledBack / rollouts / SETTINGS.falseAlarms()));
    for (int requests : new int[] {400, 2_000}) {
      for (double latency : new double[] {1.1, 1.25, 1.5, 2, 4}) {
        printTicks(requests, latency, 1);
      }
      for (double errors : new double[] {2, 5, 20}) {
        printTicks(requests, 1, errors);
      }
    }
  }

  private static boolean accusesAGoodModel(int seed) {
    Traffic traffic = new Traffic(1_000L + seed, 400);
    Decision decision = new Hold("not begun");
    CanaryWatch watch = watch(Blend.ONE, traffic);
    for (int tick = 0; tick < MAX_TICKS && !(decision instanceof Promote); tick++) {
      decision = watch.observe(traffic.alike());
      switch (decision) {
        case RollBack rollBack -> {
          return true;
        }
        case Advance advance -> watch = watch(advance.to(), traffic);
        case Hold hold -> {}
        case Promote promote -> {}
      }
    }
    return false;
  }

  private static void printTicks(int requests, double latency, double errors) {
    int[] ticks = IntStream.range(0, RUNS)
        .map(seed -> ticksUntilRollBack(new Traffic(5_000L + seed, requests), latency, errors))
        .toArray();
    Arrays.sort(ticks);
    System.out.println(String.format(
        Locale.ROOT,
        "%d requests a tick and group, latency x%.2f, errors x%.0f: rolled back after %d ticks in the median, %d at most",
        requests,
        latency,
        errors,
        ticks[RUNS / 2],
        ticks[RUNS - 1]));
  }

  private static int ticksUntilRollBack(Traffic traffic, double latency, double errors) {
    CanaryWatch watch = watch(Blend.HALF, traffic);
    for (int tick = 0; tick < 12; tick++) {
      watch.observe(traffic.alike());
    }
    int ticks = 1;
    while (ticks < MAX_TICKS
        && !(watch.observe(traffic.tick(latency, errors, 0.01)) instanceof RollBack)) {
      ticks++;
    }
    return ticks;
  }

  private static CanaryWatch watch(Blend blend, Traffic traffic) {
    return new CanaryWatch(blend, traffic.now(), SETTINGS, Baseline.NONE);
  }
}

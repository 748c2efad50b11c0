package io.adaptivelb.degradation;

import io.adaptivelb.evaluation.BlockBootstrap;
import io.adaptivelb.evaluation.BlockBootstrap.Interval;
import io.adaptivelb.evaluation.Ranking;
import io.adaptivelb.evaluation.Reliability;
import io.adaptivelb.evaluation.Roc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Figures of predictions. */
final class Judgement {
  private static final int RESAMPLES = 1_000;
  private static final int POINTS = 100;
  private static final int MOST_IMPORTANT = 15;

  private final List<State> states;
  private final double[] raw;
  private final double[] linear;
  private final double[] zScores;

  /**
   * Of states.
   *
   * @param raw what trees say of them, not calibrated
   * @param linear what the linear model says
   */
  Judgement(List<State> states, double[] raw, double[] linear) {
    this.states = states;
    this.raw = raw;
    this.linear = linear;
    this.zScores = states.stream().mapToDouble(state -> state.zScore).toArray();
  }

  DegradationFigures figures(
      String train,
      String test,
      double[] calibrated,
      double[] importance,
      Map<String, Object> provenance) {
    int[] all = IntStream.range(0, states.size()).toArray();
    TreeSet<String> kinds = new TreeSet<>();
    TreeSet<String> episodes = new TreeSet<>();
    boolean[] truth = new boolean[states.size()];
    for (int i : all) {
      State state = states.get(i);
      truth[i] = state.degraded;
      if (state.degraded) {
        kinds.add(state.kind);
        episodes.add(state.recording.name() + state.fault);
      }
    }
    List<DegradationFigures.KindFigures> byKind = new ArrayList<>();
    for (String kind : kinds) {
      int[] rows = IntStream.of(all)
          .filter(i -> !states.get(i).degraded || states.get(i).kind.equals(kind))
          .toArray();
      int degraded =
          (int) IntStream.of(rows).filter(i -> states.get(i).degraded).count();
      byKind.add(new DegradationFigures.KindFigures(
          kind, degraded, auc(raw, rows), interval(rows), auc(zScores, rows), auc(linear, rows)));
    }
    return new DegradationFigures(
        train,
        test,
        states.size(),
        (int) IntStream.of(all).filter(i -> truth[i]).count(),
        episodes.size(),
        auc(raw, all),
        interval(all),
        auc(zScores, all),
        auc(raw, like(states, State::atTheTime)),
        auc(raw, like(states, State::ofThePod)),
        byKind,
        Reliability.of(truth, calibrated),
        Roc.of(truth, raw).thinned(POINTS),
        important(importance),
        new DegradationFigures.Linear(auc(linear, all), leadInterval(all), provenance));
  }

  /** The rows that share something with a degraded one. */
  private static int[] like(List<State> states, Function<State, String> shared) {
    Set<String> degraded = new HashSet<>();
    states.stream()
        .filter(state -> state.degraded)
        .forEach(state -> degraded.add(shared.apply(state)));
    return IntStream.range(0, states.size())
        .filter(i -> degraded.contains(shared.apply(states.get(i))))
        .toArray();
  }

  private static List<DegradationFigures.Importance> important(double[] shares) {
    List<String> names = DegradationFeatures.SCHEMA.names();
    return IntStream.range(0, shares.length)
        .mapToObj(i -> new DegradationFigures.Importance(names.get(i), shares[i]))
        .sorted(Comparator.comparingDouble(DegradationFigures.Importance::share).reversed())
        .limit(MOST_IMPORTANT)
        .toList();
  }

  private double auc(double[] scores, int[] rows) {
    return ranking(scores, rows).auc(once(rows.length));
  }

  private Ranking ranking(double[] scores, int[] rows) {
    boolean[] truth = new boolean[rows.length];
    double[] some = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      truth[i] = states.get(rows[i]).degraded;
      some[i] = scores[rows[i]];
    }
    return new Ranking(truth, some);
  }

  private static int[] once(int rows) {
    int[] once = new int[rows];
    Arrays.fill(once, 1);
    return once;
  }

  private Interval interval(int[] rows) {
    return bootstrap(rows).interval(ranking(raw, rows)::auc);
  }

  /** By how much the trees' AUC is larger than the linear model's. */
  private Interval leadInterval(int[] rows) {
    Ranking trees = ranking(raw, rows);
    Ranking others = ranking(linear, rows);
    return bootstrap(rows).interval(times -> trees.auc(times) - others.auc(times));
  }

  /** Blocks of a pod and an hour of a recording. */
  private BlockBootstrap bootstrap(int[] rows) {
    List<String> blocks = IntStream.of(rows)
        .mapToObj(states::get)
        .map(state -> state.ofThePod() + " " + state.minute / 60)
        .toList();
    return new BlockBootstrap(blocks, RESAMPLES);
  }
}

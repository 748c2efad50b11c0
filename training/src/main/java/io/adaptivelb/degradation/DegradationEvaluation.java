package io.adaptivelb.degradation;

import io.adaptivelb.dataset.EpisodeFolds;
import io.adaptivelb.evaluation.Platt;
import io.adaptivelb.learner.Ensemble;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.learner.TreeParameters;
import io.adaptivelb.linear.LinearModel;
import io.adaptivelb.recording.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Trains on some faults, and judges by others: within recordings by folds of episodes, or from some recordings to another. */
public final class DegradationEvaluation {
  static final int FOLDS = 5;
  private static final int LONGEST_PIECE_MINUTES = 60;
  private static final int GAP_MINUTES = 4;

  private final Learner learner;
  private final TreeParameters parameters;
  private final List<Long> seeds;
  private final Map<Recording, List<State>> states = new HashMap<>();
  private final Map<Recording, EpisodeFolds> folds = new HashMap<>();

  /**
   * An evaluation.
   *
   * @param learner grows the trees
   * @param seeds ensembles are as large
   */
  public DegradationEvaluation(Learner learner, int seeds) {
    this.learner = learner;
    this.parameters = DegradationModel.PARAMETERS;
    this.seeds = LongStream.rangeClosed(1, seeds).boxed().toList();
  }

  /** The id of the schema of the features. */
  public static String schema() {
    return DegradationFeatures.SCHEMA.id();
  }

  /** Folds by episode within recordings, trained on all their other episodes together. */
  public DegradationFigures byEpisode(List<Recording> recordings) {
    List<State> all = states(recordings);
    double[] raw = outOfFold(all, this::trees);
    String names = names(recordings);
    List<Map<String, Object>> provenances = new ArrayList<>();
    double[] linear = outOfFold(all, some -> {
      DegradationModel<LinearModel> model =
          DegradationModel.linear(names + ", other episodes", some);
      provenances.add(model.learned().provenance());
      return model;
    });
    double[] calibrated = new double[raw.length];
    double[] importance = new double[DegradationFeatures.SCHEMA.size()];
    for (int fold = 0; fold < FOLDS; fold++) {
      int judged = fold;
      int[] others = IntStream.range(0, raw.length)
          .filter(i -> foldOf(all.get(i)) != judged)
          .toArray();
      Platt platt = platt(all, raw, others);
      IntStream.range(0, raw.length)
          .filter(i -> foldOf(all.get(i)) == judged)
          .forEach(i -> calibrated[i] = platt.of(raw[i]));
    }
    try (DegradationModel<Ensemble> model = trees(all)) {
      importance = model.learned().importance();
    }
    return new Judgement(all, raw, linear)
        .figures(
            names + ", other episodes",
            names + ", by episode",
            calibrated,
            importance,
            provenances.getFirst());
  }

  /** Trains on whole recordings and judges by another, of the same system or of another one. */
  public DegradationFigures transfer(List<Recording> train, Recording test) {
    List<State> known = states(train);
    List<State> judged = states(List.of(test));
    double[] outOfFold = outOfFold(known, this::trees);
    Platt platt = platt(known, outOfFold, IntStream.range(0, outOfFold.length).toArray());
    try (DegradationModel<Ensemble> model = trees(known);
        DegradationModel<LinearModel> linear = DegradationModel.linear(names(train), known)) {
      double[] raw = model.predict(judged);
      return new Judgement(judged, raw, linear.predict(judged))
          .figures(
              names(train),
              test.name(),
              Arrays.stream(raw).map(platt::of).toArray(),
              model.learned().importance(),
              linear.learned().provenance());
    }
  }

  private static String names(List<Recording> recordings) {
    return recordings.stream().map(Recording::name).collect(Collectors.joining(" + "));
  }

  private List<State> states(List<Recording> recordings) {
    List<State> all = new ArrayList<>();
    recordings.forEach(recording -> all.addAll(states.computeIfAbsent(recording, State::of)));
    return all;
  }

  private DegradationModel<Ensemble> trees(List<State> states) {
    return DegradationModel.trees(learner, parameters, states, seeds);
  }

  /** What is predicted of each row by who has not seen its episode. */
  private double[] outOfFold(List<State> all, Function<List<State>, DegradationModel<?>> learning) {
    double[] raw = new double[all.size()];
    for (int fold = 0; fold < FOLDS; fold++) {
      int judged = fold;
      List<State> train = all.stream()
          .filter(state -> folds(state.recording).trains(state.minute, judged))
          .toList();
      int[] test = IntStream.range(0, raw.length)
          .filter(i -> foldOf(all.get(i)) == judged)
          .toArray();
      try (DegradationModel<?> model = learning.apply(train)) {
        double[] predicted =
            model.predict(Arrays.stream(test).mapToObj(all::get).toList());
        for (int i = 0; i < test.length; i++) {
          raw[test[i]] = predicted[i];
        }
      }
    }
    return raw;
  }

  private int foldOf(State state) {
    return folds(state.recording).foldOf(state.minute);
  }

  private EpisodeFolds folds(Recording recording) {
    return folds.computeIfAbsent(recording, DegradationEvaluation::deal);
  }

  static EpisodeFolds deal(Recording recording) {
    List<Integer> episodes = recording.faults().stream()
        .map(fault -> (int) Duration.between(recording.start(), fault.time()).toMinutes())
        .toList();
    return new EpisodeFolds(
        recording.minutes(), episodes, FOLDS, LONGEST_PIECE_MINUTES, GAP_MINUTES);
  }

  private static Platt platt(List<State> states, double[] raw, int[] rows) {
    boolean[] truth = new boolean[rows.length];
    double[] scores = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      truth[i] = states.get(rows[i]).degraded;
      scores[i] = raw[rows[i]];
    }
    return Platt.fit(truth, scores);
  }
}

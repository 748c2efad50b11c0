package io.adaptivelb.heads;

import io.adaptivelb.boosting.BoostedModel;
import io.adaptivelb.boosting.Evaluator;
import io.adaptivelb.boosting.ModelReader;
import io.adaptivelb.features.FeatureDefinition;
import io.adaptivelb.heads.HeadResult.Kept;
import io.adaptivelb.heads.HeadResult.LeftOut;
import io.adaptivelb.heads.Labels.Rarity;
import io.adaptivelb.learner.FlatRows;
import io.adaptivelb.learner.Grower;
import io.adaptivelb.learner.Grown;
import io.adaptivelb.learner.TreeParameters;
import io.adaptivelb.learner.TreeParameters.Objective;
import io.adaptivelb.prediction.Calibrations.Line;
import io.adaptivelb.prediction.HeadRules;
import io.adaptivelb.prediction.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains one boosted model a target. Folds decide how many rounds there are, which line calibrates it, and whether it is any good; then it is
 * grown on everything. Nobody is judged by what chose it: a fold's rows are predicted after as many rounds as were best in the other folds, by
 * a line fitted to the other folds.
 *
 * <p>For the same table and settings the files are the same, whatever the number of threads.
 */
public final class HeadTrainer {
  /** With fewer examples nothing is trained. */
  public static final int FEWEST = 200;

  /** With fewer failures, or fewer that are none, nothing is trained. */
  public static final int FEWEST_FAILURES = 20;

  private final HeadSettings settings;
  private final Physics physics;
  private final int threads;
  private final HeadListener listener;

  /** A trainer that uses so many threads. */
  public HeadTrainer(HeadSettings settings, Physics physics, int threads, HeadListener listener) {
    this.settings = settings;
    this.physics = physics;
    this.threads = threads;
    this.listener = listener;
  }

  /** Trains every head, one after the other. */
  public List<HeadResult> train(ExampleTable table) {
    return Arrays.stream(Target.values()).map(target -> train(table, target)).toList();
  }

  /** Trains the head of a target. */
  public HeadResult train(ExampleTable table, Target target) {
    int[] rows = table.known(target);
    if (rows.length < FEWEST) {
      return leftOut(
          target, "%d examples tell of it; %d at least are needed".formatted(rows.length, FEWEST));
    }
    float[] labels = Labels.of(table, rows, target);
    if (target == Target.FAILURE) {
      int failures = Labels.failures(labels);
      if (Math.min(failures, labels.length - failures) < FEWEST_FAILURES) {
        return leftOut(
            target,
            "%d of %d examples are failures; %d at least of either kind are needed"
                .formatted(failures, labels.length, FEWEST_FAILURES));
      }
    }
    Folds folds = Folds.of(table, rows, settings.split(), settings.folds(), settings.gap());
    if (folds.folds().size() < 2) {
      return leftOut(
          target,
          settings.split() == Split.TIME
              ? "the examples span too little time to hold some of it out"
              : "the examples are of too few clusters to hold some of them out");
    }
    Optional<String> objection = objection(table, target, folds);
    if (objection.isPresent()) {
      return leftOut(target, objection.get());
    }
    return new Course(table, target, rows, labels, folds).run();
  }

  /** Why folds cannot tell whether a head is worth keeping. */
  private static Optional<String> objection(ExampleTable table, Target target, Folds folds) {
    int blocks = Judge.blocks(
        table, folds.folds().stream().flatMapToInt(fold -> Arrays.stream(fold.heldOut())));
    if (blocks < Judge.FEWEST_BLOCKS) {
      return Optional.of(
          "what is held out is in %d blocks of a cluster and five minutes; %d at least are needed to tell whether it is of use"
              .formatted(blocks, Judge.FEWEST_BLOCKS));
    }
    for (int fold = 0; fold < folds.folds().size() && target == Target.FAILURE; fold++) {
      float[] labels = Labels.of(table, folds.folds().get(fold).train(), target);
      int failures = Labels.failures(labels);
      if (failures == 0 || failures == labels.length) {
        return Optional.of(
            "fold %d of %d would learn from %d examples with %d failures; it needs both kinds"
                .formatted(fold + 1, folds.folds().size(), labels.length, failures));
      }
    }
    return Optional.empty();
  }

  private static HeadResult leftOut(Target target, String reason) {
    return new LeftOut(target, reason, Optional.empty());
  }

  /** The training of one head. */
  private final class Course {
    private final ExampleTable table;
    private final Target target;
    private final int[] rows;
    private final Folds folds;
    private final Rarity rarity;
    private final Material material;
    private final TreeParameters parameters;
    private final Grower grower;
    private final List<BoostedModel> models = new ArrayList<>();
    private final List<Integer> best = new ArrayList<>();

    Course(ExampleTable table, Target target, int[] rows, float[] labels, Folds folds) {
      this.table = table;
      this.target = target;
      this.rows = rows;
      this.folds = folds;
      this.rarity = new Rarity(labels, settings.rarity());
      this.material = new Material(table, target, physics);
      this.parameters = new TreeParameters(
          target == Target.FAILURE ? Objective.LOGISTIC : Objective.SQUARED_ERROR,
          settings.depth(),
          settings.learningRate(),
          settings.leafWeight(),
          settings.rowShare(),
          settings.columnShare(),
          settings.penalty(),
          settings.rounds(),
          settings.patience(),
          physics.constraints(target));
      this.grower = new Grower(
          threads,
          table.schema().definitions().stream().map(FeatureDefinition::name).toList());
    }

    HeadResult run() {
      for (int fold = 0; fold < folds.folds().size(); fold++) {
        Grown grown = grow(fold);
        models.add(new ModelReader().read(grown.file()));
        best.add(grown.best());
      }
      HeldOut heldOut = heldOut();
      Calibrator calibrator = new Calibrator(table, target);
      Judge judge = new Judge(table, target, heldOut, calibrator);
      int rounds = median(best);
      HeadFigures figures = judge.figures(rows.length, rounds, best, models.getLast());
      if (!figures.isWorthIt()) {
        return new LeftOut(
            target,
            "it does not surely beat %s: the 95 %% interval of its gain begins at %.1f %%"
                .formatted(figures.reference(), 100 * figures.interval().low()),
            Optional.of(figures));
      }
      Line line = calibrator.fit(heldOut, IntStream.range(0, heldOut.size()).toArray());
      Grown grown = grower.grow(
          parameters.exactly(rounds),
          material.rows(rows, rarity),
          Optional.empty(),
          settings.seed(),
          (round, error) -> listener.round(target, "all", round, rounds, error));
      BoostedModel model = new ModelReader().read(grown.file());
      List<String> objections =
          HeadRules.objections(target, model, line, physics.directions(target));
      return objections.isEmpty()
          ? new Kept(
              target, grown.file(), model, line, judge.figures(rows.length, rounds, best, model))
          : new LeftOut(target, String.join("; ", objections), Optional.of(figures));
    }

    private Grown grow(int fold) {
      FlatRows train = material.rows(folds.folds().get(fold).train(), rarity);
      FlatRows watched = material.rows(folds.folds().get(fold).heldOut(), rarity);
      String stage = "fold %d of %d".formatted(fold + 1, folds.folds().size());
      return grower.grow(
          parameters,
          train,
          Optional.of(watched),
          settings.seed(),
          (round, error) -> listener.round(target, stage, round, parameters.rounds(), error));
    }

    private HeldOut heldOut() {
      int size = folds.folds().stream().mapToInt(fold -> fold.heldOut().length).sum();
      HeldOut all = new HeldOut(
          new int[size],
          new int[size],
          new float[size],
          new float[size],
          new float[size],
          new float[size],
          new float[size]);
      float[] smoothed = Smoothing.of(table, target);
      float[] persisted = Smoothing.persistence(table, target);
      int at = 0;
      for (int fold = 0; fold < folds.folds().size(); fold++) {
        int[] here = folds.folds().get(fold).heldOut();
        float[] margins = margins(fold, here);
        float constant = mean(Labels.of(table, folds.folds().get(fold).train(), target));
        System.arraycopy(here, 0, all.rows(), at, here.length);
        System.arraycopy(margins, 0, all.margins(), at, here.length);
        System.arraycopy(Labels.of(table, here, target), 0, all.labels(), at, here.length);
        Arrays.fill(all.folds(), at, at + here.length, fold);
        Arrays.fill(all.constants(), at, at + here.length, constant);
        for (int i = 0; i < here.length; i++) {
          all.smoothed()[at + i] = smoothed[here[i]];
          all.persisted()[at + i] = persisted[here[i]];
        }
        at += here.length;
      }
      return all;
    }

    /** After as many rounds as the other folds found best, if there are so many. */
    private float[] margins(int fold, int[] here) {
      List<Integer> others = new ArrayList<>(best);
      others.remove(/* index */ fold);
      BoostedModel model = models.get(fold);
      Evaluator evaluator =
          new Evaluator(first(model, Math.min(median(others), model.trees().size())));
      float[] margins = new float[here.length];
      evaluator.margins(material.features(here), here.length, evaluator.newScratch(), margins);
      return margins;
    }
  }

  private static BoostedModel first(BoostedModel model, int trees) {
    return new BoostedModel(
        model.writtenBy(),
        model.objective(),
        model.quantiles(),
        model.features(),
        model.featureNames(),
        model.baseMargins(),
        model.trees().subList(0, trees),
        model.groups().subList(0, trees),
        model.attributes());
  }

  private static int median(List<Integer> values) {
    return values.stream().sorted().toList().get((values.size() - 1) / 2);
  }

  private static float mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return (float) (sum / values.length);
  }
}

package io.adaptivelb.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.boosting.Evaluator;
import io.adaptivelb.features.FeatureDefinition;
import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.heads.HeadFigures.QuantileFigures;
import io.adaptivelb.heads.HeadResult.Kept;
import io.adaptivelb.heads.HeadResult.LeftOut;
import io.adaptivelb.prediction.Aftermath;
import io.adaptivelb.prediction.Example;
import io.adaptivelb.prediction.HeadRules;
import io.adaptivelb.prediction.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadTrainerTest {
  private static final FeatureSchema SCHEMA = FeatureSchema.CURRENT;
  private static final Physics PHYSICS = Physics.USUAL;
  private static final HeadSettings SMALL =
      new HeadSettings(40, 8, 3, 0.2, 10, 0.9, 1, 1, 10, Split.TIME, 3, Duration.ofMinutes(1), 1);

  private static HeadTrainer trainer(int threads) {
    return new HeadTrainer(SMALL, PHYSICS, threads, HeadListener.NONE);
  }

  @Test
  void train_learnsEveryHeadThatCanBeLearned() {
    ExampleTable table = new SyntheticFleet(2, 4, 400, 1).table(1);

    List<HeadResult> results = trainer(1).train(table);

    assertThat(results).hasSize(Target.values().length).allSatisfy(result -> {
      assertThat(result).isInstanceOf(Kept.class);
      Kept kept = (Kept) result;
      assertThat(kept.figures().interval().low()).isGreaterThan(0);
      assertThat(kept.figures().gain())
          .isBetween(kept.figures().interval().low(), kept.figures().interval().high());
      assertThat(kept.model().featureNames())
          .isEqualTo(SCHEMA.definitions().stream().map(FeatureDefinition::name).toList());
      assertThat(kept.model().trees()).hasSize(kept.figures().rounds());
      assertThat(kept.line().slope()).isGreaterThan(0);
      assertThat(HeadRules.objections(
              kept.target(), kept.model(), kept.line(), kept.target().directions()))
          .isEmpty();
    });
  }

  @Test
  void train_predictsTheRule() {
    ExampleTable table = new SyntheticFleet(2, 4, 400, 1).table(1);
    Kept demand = (Kept) trainer(1).train(table, Target.SERVICE_DEMAND);
    Evaluator evaluator = new Evaluator(demand.model());
    float[] row = new float[SCHEMA.size()];

    for (float x : new float[] {-1.5f, 0, 1.5f}) {
      row[0] = x;
      assertThat(demand.line().of(evaluator.predict(row)[0])).isEqualTo(0.3 * x, within(0.1));
    }
    assertThat(demand.figures().importance().getFirst().feature())
        .isEqualTo(SCHEMA.definitions().getFirst().name());
    assertThat(demand.figures().gain()).isGreaterThan(0.8);
    assertThat(demand.figures().gainOverBest()).isGreaterThan(0.8);
  }

  @Test
  void train_coversAsManyRequestsAsItSays() {
    ExampleTable table = new SyntheticFleet(2, 4, 400, 1).table(1);

    for (Target target : List.of(Target.LATENCY_P50, Target.LATENCY_P90, Target.LATENCY_P99)) {
      QuantileFigures figures =
          trainer(1).train(table, target).judged().orElseThrow().quantile().orElseThrow();
      assertThat(figures.coverage()).isEqualTo(figures.level(), within(0.02));
      assertThat(Math.abs(figures.coverage() - figures.level()))
          .isLessThan(Math.abs(figures.coverageOfZero() - figures.level()));
      assertThat(figures.pinball()).isLessThan(figures.pinballOfConstant());
    }
  }

  @Test
  void train_isTheSameAgainAndWithMoreThreads() {
    ExampleTable table = new SyntheticFleet(2, 4, 200, 1).table(1);
    Kept first = (Kept) trainer(1).train(table, Target.SERVICE_DEMAND);

    for (int threads : new int[] {1, 2}) {
      Kept again = (Kept) trainer(threads).train(table, Target.SERVICE_DEMAND);
      assertThat(again.file()).isEqualTo(first.file());
      assertThat(again.figures()).isEqualTo(first.figures());
    }
  }

  @Test
  void train_nothingToLearn_leavesTheHeadOut() {
    ExampleTable table = new SyntheticFleet(2, 4, 200, 0).table(1);

    assertThat(trainer(1).train(table, Target.SERVICE_DEMAND))
        .isInstanceOfSatisfying(LeftOut.class, left -> {
          assertThat(left.reason()).startsWith("it does not surely beat zero");
          assertThat(left.judged()).isPresent();
        });
  }

  @Test
  void train_tooFewExamples_leavesTheHeadOutAndSaysWhy() {
    ExampleTable table = new SyntheticFleet(1, 1, 100, 1).table(1);

    assertThat(trainer(1).train(table)).allSatisfy(result -> {
      assertThat(result).isInstanceOf(LeftOut.class);
      assertThat(((LeftOut) result).reason()).endsWith("200 at least are needed");
    });
  }

  @Test
  void train_tooLittleTime_leavesTheHeadOut() {
    ExampleTable table = new SyntheticFleet(50, 5, 2, 1).table(1);

    assertThat(trainer(1).train(table, Target.SERVICE_DEMAND))
        .isInstanceOfSatisfying(
            LeftOut.class, left -> assertThat(left.reason()).contains("span too little time"));
  }

  @Test
  void train_byClusters_holdsWholeClustersOut() {
    HeadSettings byCluster = new HeadSettings(
        40, 8, 3, 0.2, 10, 0.9, 1, 1, 10, Split.CLUSTER, 3, Duration.ofMinutes(1), 1);
    ExampleTable table = new SyntheticFleet(3, 4, 100, 1).table(1);

    HeadResult result = new HeadTrainer(byCluster, PHYSICS, 1, HeadListener.NONE)
        .train(table, Target.SERVICE_DEMAND);

    assertThat(result.judged().orElseThrow().heldOut()).isEqualTo(table.size());
    assertThat(result.judged().orElseThrow().clusters()).hasSize(3);
  }

  @Test
  void listener_isToldOfEveryFold() {
    ExampleTable table = new SyntheticFleet(3, 2, 200, 1).table(1);
    StringBuilder told = new StringBuilder();
    HeadListener listener = (target, stage, round, most, error) ->
        told.append(round == 1 ? stage + "(" + target.label() + ") " : "");

    new HeadTrainer(SMALL, PHYSICS, 1, listener).train(table, Target.SERVICE_DEMAND);

    assertThat(told.toString())
        .isEqualTo("fold 1 of 3(service_demand) fold 2 of 3(service_demand) "
            + "fold 3 of 3(service_demand) all(service_demand) ");
  }

  @Test
  void fewBlocks_tellNothing() {
    HeadResult result = new HeadTrainer(SMALL, PHYSICS, 1, HeadListener.NONE)
        .train(new SyntheticFleet(1, 4, 200, 1).table(1), Target.SERVICE_DEMAND);

    assertThat(result)
        .isInstanceOfSatisfying(
            LeftOut.class,
            left -> assertThat(left.reason())
                .isEqualTo(
                    "what is held out is in 3 blocks of a cluster and five minutes; 6 at least are needed to tell whether it is of use"));
  }

  @Test
  void failuresThatBeginLate_leaveTheHeadOut() {
    ExampleTable late = new ExampleTable(FeatureSchema.CURRENT);
    new SyntheticFleet(3, 4, 200, 1).examples(1, example -> {
      boolean early = example.time().isBefore(SyntheticFleet.BEGIN.plusSeconds(5 * 150));
      float[] outcomes = new float[Target.values().length];
      Arrays.fill(outcomes, Float.NaN);
      outcomes[List.of(Target.values()).indexOf(Target.FAILURE)] =
          early ? 0 : example.aftermath().of(Target.FAILURE);
      late.add(new Example(
          example.time(),
          example.cluster(),
          example.endpoint(),
          example.features(),
          new Aftermath(outcomes)));
    });

    HeadResult result =
        new HeadTrainer(SMALL, PHYSICS, 1, HeadListener.NONE).train(late, Target.FAILURE);

    assertThat(result)
        .isInstanceOfSatisfying(
            LeftOut.class,
            left -> assertThat(left.reason())
                .startsWith("fold 1 of 3 would learn from ")
                .endsWith(" examples with 0 failures; it needs both kinds"));
  }

  @Test
  void folds_ofARecordingWithAPause_areAsLargeAsWithout() {
    ExampleTable paused = new ExampleTable(FeatureSchema.CURRENT);
    new SyntheticFleet(1, 2, 300, 1).examples(1, example -> {
      boolean before = example.time().isBefore(SyntheticFleet.BEGIN.plusSeconds(5 * 200));
      paused.add(new Example(
          before ? example.time() : example.time().plus(Duration.ofHours(9)),
          example.cluster(),
          example.endpoint(),
          example.features(),
          example.aftermath()));
    });

    Folds folds =
        Folds.of(paused, paused.known(Target.SERVICE_DEMAND), Split.TIME, 3, Duration.ofMinutes(2));

    assertThat(folds.folds())
        .hasSize(3)
        .allSatisfy(fold -> assertThat(fold.heldOut()).hasSizeBetween(80, 100));
  }

  @Test
  void folds_haveAGapInEveryCluster() {
    ExampleTable table = new SyntheticFleet(2, 2, 300, 1).table(1);
    int[] all = table.known(Target.SERVICE_DEMAND);

    Folds folds = Folds.of(table, all, Split.TIME, 3, Duration.ofMinutes(2));

    assertThat(folds.folds()).hasSize(3).allSatisfy(fold -> {
      for (int cluster = 0; cluster < 2; cluster++) {
        int wanted = cluster;
        long last = Arrays.stream(fold.train())
            .filter(row -> table.cluster(row) == wanted)
            .mapToLong(table::millis)
            .max()
            .orElseThrow();
        long first = Arrays.stream(fold.heldOut())
            .filter(row -> table.cluster(row) == wanted)
            .mapToLong(table::millis)
            .min()
            .orElseThrow();
        assertThat(first - last).isGreaterThanOrEqualTo(Duration.ofMinutes(2).toMillis());
      }
    });
    long distinct = folds.folds().stream()
        .flatMapToInt(fold -> Arrays.stream(fold.heldOut()))
        .distinct()
        .count();
    assertThat(distinct)
        .isEqualTo(
            folds.folds().stream().mapToInt(fold -> fold.heldOut().length).sum());
    assertThat((double) distinct / table.size()).isEqualTo(Folds.HELD_OUT, within(0.02));
  }
}

package io.adaptivelb.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.adaptivelb.dataset.Slice;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.recording.Measure;
import io.adaptivelb.recording.NezhaFolder;
import io.adaptivelb.recording.Recording;
import io.adaptivelb.recording.SyntheticDay;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastEvaluationTest {
  @TempDir
  Path folder;

  private Recording day(String name, SyntheticDay day) {
    return NezhaFolder.read(day.write(folder.resolve(name)));
  }

  private static ForecastFigures halves(Recording day, Target target) {
    return new ForecastEvaluation(new Learner(1), 2)
        .evaluate(target, "first", List.of(Slice.firstHalf(day)), "second", Slice.secondHalf(day));
  }

  @Test
  void features_doNotSeeTheFuture() {
    Recording day = day("day", new SyntheticDay(3, 120, 1));
    Recording other = day("other", new SyntheticDay(3, 120, 1).otherwiseFrom(80));

    for (Target target : Target.values()) {
      List<Example> examples = Example.of(Slice.all(day), new History(day), target);
      List<Example> others = Example.of(Slice.all(other), new History(other), target);

      assertThat(others).hasSameSizeAs(examples);
      boolean differs = false;
      for (int i = 0; i < examples.size(); i++) {
        // What is forecast for minute 80 may know minute 79.
        if (examples.get(i).minute <= 80) {
          assertThat(others.get(i).features).isEqualTo(examples.get(i).features);
          assertThat(others.get(i).ewma).isEqualTo(examples.get(i).ewma);
        } else {
          differs |= others.get(i).actual != examples.get(i).actual;
        }
      }
      assertThat(differs).isTrue();
    }
  }

  @Test
  void baselines_areWhatTheyAreCalled() {
    Recording day = day("day", new SyntheticDay(1, 30, 1));
    double[] cpu = day.pods().getFirst().all(Measure.CPU_PERCENT);
    double ewma = cpu[0];
    for (int minute = 1; minute <= 9; minute++) {
      ewma += 2.0 / 11 * (cpu[minute] - ewma);
    }

    Example tenth = Example.of(Slice.all(day), new History(day), Target.CPU).get(9);

    assertThat(tenth.minute).isEqualTo(10);
    assertThat(tenth.actual).isEqualTo(cpu[10]);
    assertThat(tenth.persistence).isEqualTo(cpu[9]);
    assertThat(tenth.ewma).isCloseTo(ewma, within(1e-12));
  }

  @Test
  void examples_ofASlice_areForecastsWithinIt() {
    Recording day = day("day", new SyntheticDay(2, 41, 1));

    List<Example> first = Example.of(Slice.firstHalf(day), new History(day), Target.CPU);
    List<Example> second = Example.of(Slice.secondHalf(day), new History(day), Target.CPU);

    assertThat(first)
        .extracting(example -> example.minute)
        .containsOnly(IntStream.range(1, 20).boxed().toArray(Integer[]::new));
    assertThat(second).extracting(example -> example.minute).contains(20, 40).doesNotContain(19);
  }

  @Test
  void rhythm_isForecastBetterThanByBaselines() {
    ForecastFigures figures = halves(day("day", new SyntheticDay(4, 480, 1)), Target.WORKLOAD);

    assertThat(figures.servedBy()).isEqualTo("MODEL");
    assertThat(figures.gain()).isGreaterThan(0.1);
    assertThat(figures.interval().low()).isLessThan(figures.gain()).isPositive();
    assertThat(figures.services()).hasSize(4);
    assertThat(figures.rows()).isEqualTo(4 * 240);
    ForecastFigures.Linear linear = figures.linear();
    assertThat(linear.servedBy()).isEqualTo("LINEAR");
    assertThat(linear.error()).isLessThan(Math.min(figures.persistence(), figures.ewma10()));
    assertThat(linear.lead()).isCloseTo(1 - figures.model() / linear.error(), within(1e-9));
    assertThat(linear.leadInterval().low()).isLessThan(linear.lead());
    assertThat(linear.leadInterval().high()).isGreaterThan(linear.lead());
    assertThat(linear.provenance()).containsOnlyKeys("POD", "UNIT");
    assertThat(linear.provenance().toString()).contains("first: next minute of WORKLOAD");
  }

  @Test
  void randomWalk_isServedByPersistence() {
    ForecastFigures figures = halves(day("day", new SyntheticDay(4, 480, 1)), Target.MEMORY);

    assertThat(figures.servedBy()).isEqualTo("PERSISTENCE");
    assertThat(figures.model()).isEqualTo(figures.persistence());
    assertThat(figures.gain()).isZero();
    // The rival needs no sure gain; where there is nothing to learn it is about as good.
    assertThat(figures.linear().error()).isCloseTo(figures.persistence(), withinPercentage(5));
  }

  @Test
  void evaluation_isTheSameAgain() {
    Recording day = day("day", new SyntheticDay(3, 240, 2));

    assertThat(halves(day, Target.WORKLOAD)).isEqualTo(halves(day, Target.WORKLOAD));
  }

  @Test
  void dayTooShortToValidate_isServedByABaseline() {
    ForecastFigures figures = halves(day("day", new SyntheticDay(2, 16, 1)), Target.CPU);

    assertThat(figures.servedBy()).isIn("PERSISTENCE", "EWMA_10");
    assertThat(figures.linear().servedBy()).isEqualTo(figures.servedBy());
    assertThat(figures.linear().error()).isEqualTo(figures.model());
    assertThat(figures.linear().provenance()).isEmpty();
  }

  @Test
  void schema_hasAnIdAndDefinitions() {
    assertThat(ForecastEvaluation.schema()).matches("forecast-v1-[0-9a-f]{8}");
    assertThat(new HashSet<>(ForecastFeatures.SCHEMA.names()))
        .hasSize(ForecastFeatures.SCHEMA.size());
  }
}

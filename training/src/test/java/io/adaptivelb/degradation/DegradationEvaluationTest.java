package io.adaptivelb.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.dataset.EpisodeFolds;
import io.adaptivelb.dataset.Series;
import io.adaptivelb.learner.Learner;
import io.adaptivelb.recording.NezhaFolder;
import io.adaptivelb.recording.Recording;
import io.adaptivelb.recording.SyntheticDay;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DegradationEvaluationTest {
  @TempDir
  Path folder;

  private Recording day(String name, SyntheticDay day) {
    return NezhaFolder.read(day.write(folder.resolve(name)));
  }

  private static DegradationEvaluation evaluation() {
    return new DegradationEvaluation(new Learner(1), 1);
  }

  @Test
  void label_isDegradedForFourMinutesAndUnknownForFourMore() {
    Recording day = day("day", new SyntheticDay(2, 60, 1).faultsEvery(20, 30));
    String pod = SyntheticDay.pod(0);

    assertThat(Label.of(day, pod, 19)).isInstanceOf(Label.Healthy.class);
    for (int minute = 20; minute < 24; minute++) {
      assertThat(Label.of(day, pod, minute)).isInstanceOf(Label.Degraded.class);
    }
    for (int minute = 24; minute < 28; minute++) {
      assertThat(Label.of(day, pod, minute)).isInstanceOf(Label.Recovering.class);
    }
    assertThat(Label.of(day, pod, 28)).isInstanceOf(Label.Healthy.class);
    assertThat(Label.of(day, SyntheticDay.pod(1), 21)).isInstanceOf(Label.Healthy.class);
  }

  @Test
  void features_doNotSeeTheFuture() {
    List<State> states = State.of(day("day", new SyntheticDay(3, 120, 1).faultsEvery(25, 120)));
    List<State> others =
        State.of(day("other", new SyntheticDay(3, 120, 1).faultsEvery(25, 120).otherwiseFrom(80)));

    assertThat(others).hasSameSizeAs(states);
    for (int i = 0; i < states.size(); i++) {
      if (states.get(i).minute < 80) {
        assertThat(others.get(i).features).isEqualTo(states.get(i).features);
      }
    }
  }

  @Test
  void features_ofASignalTimesTen_areAboutTheSame() {
    // Nothing says which pod it is: one that is ten times as slow, and always was, looks like the
    // others.
    double[] latency = new double[100];
    double[] slower = new double[100];
    for (int minute = 0; minute < 100; minute++) {
      latency[minute] = Math.log(20 + minute % 7 + (minute >= 95 ? 40 : 0));
      slower[minute] = latency[minute] + Math.log(10);
    }

    Deviation one = new Deviation(new Series(latency));
    Deviation other = new Deviation(new Series(slower));

    assertThat(other.shift.at(98)).isCloseTo(one.shift.at(98), within(1e-9));
    assertThat(other.drift.at(98)).isCloseTo(one.drift.at(98), within(1e-9));
    assertThat(one.shift.at(98)).isGreaterThan(0.8);
  }

  @Test
  void episode_ofAPod_isJudgedByWhoDidNotSeeIt() {
    Recording day = day("day", new SyntheticDay(4, 300, 1).faultsEvery(9, 200));
    EpisodeFolds folds = DegradationEvaluation.deal(day);

    for (State state : State.of(day)) {
      if (state.degraded) {
        int fold = folds.foldOf(state.minute);
        for (State near : State.of(day)) {
          if (near.fault.equals(state.fault)) {
            assertThat(folds.trains(near.minute, fold)).isFalse();
          }
        }
        break;
      }
    }
    Set<Integer> used = new HashSet<>();
    State.of(day).stream()
        .filter(state -> state.degraded)
        .forEach(state -> used.add(folds.foldOf(state.minute)));
    assertThat(used).hasSize(DegradationEvaluation.FOLDS);
  }

  @Test
  void byEpisode_ofPlainFaults_findsThemAndSaysSoAgain() {
    Recording day = day("day", new SyntheticDay(4, 300, 1).faultsEvery(9, 200));

    DegradationFigures figures = evaluation().byEpisode(List.of(day));

    assertThat(figures.auc()).isGreaterThan(0.95);
    assertThat(figures.sameMinutesAuc()).isGreaterThan(0.9);
    assertThat(figures.kinds())
        .extracting(DegradationFigures.KindFigures::kind)
        .containsExactly("cpu_consumed", "cpu_contention");
    assertThat(figures.reliability().brier()).isLessThan(figures.reliability().brierOfShare());
    assertThat(figures.linear().auc()).isGreaterThan(0.8);
    assertThat(figures.auc() - figures.linear().auc())
        .isBetween(figures.linear().lead().low(), figures.linear().lead().high());
    assertThat(figures.linear().provenance().toString())
        .contains("description=day, other episodes")
        .contains("LogMulticlass");
    assertThat(evaluation().byEpisode(List.of(day))).isEqualTo(figures);
  }

  @Test
  void transfer_toAnotherSystem_findsTheSameKindOfFault() {
    Recording one = day("one", new SyntheticDay(4, 300, 1).faultsEvery(9, 200));
    Recording other = day("other", new SyntheticDay(7, 200, 2).faultsEvery(17, 200));

    DegradationFigures figures = evaluation().transfer(List.of(one), other);

    assertThat(figures.train()).isEqualTo("one");
    assertThat(figures.test()).isEqualTo("other");
    assertThat(figures.linear().auc()).isGreaterThan(0.8);
    assertThat(figures.linear().provenance().toString()).contains("description=one,");
    assertThat(figures.auc()).isGreaterThan(0.95);
  }

  @Test
  void directions_areAsManyAsColumns() {
    assertThat(DegradationFeatures.directions()).hasSize(DegradationFeatures.SCHEMA.size());
    assertThat(DegradationEvaluation.schema()).matches("degradation-v1-[0-9a-f]{8}");
  }
}

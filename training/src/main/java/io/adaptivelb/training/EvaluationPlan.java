package io.adaptivelb.training;

import io.adaptivelb.dataset.Slice;
import io.adaptivelb.degradation.DegradationEvaluation;
import io.adaptivelb.degradation.DegradationFigures;
import io.adaptivelb.forecast.ForecastEvaluation;
import io.adaptivelb.forecast.ForecastFigures;
import io.adaptivelb.forecast.Target;
import io.adaptivelb.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Which models are trained on what and judged by what: a list of steps, so that progress can be shown. Not thread-safe. */
final class EvaluationPlan {
  private static final int FEWEST_EPISODES = 2;

  private final ForecastEvaluation forecasts;
  private final DegradationEvaluation degradations;
  private final List<Step> steps = new ArrayList<>();
  private final List<ForecastFigures> forecast = new ArrayList<>();
  private final List<DegradationFigures> degraded = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Something to do, and what to call it meanwhile. */
  record Step(String name, Runnable work) {}

  EvaluationPlan(ForecastEvaluation forecasts, DegradationEvaluation degradations) {
    this.forecasts = forecasts;
    this.degradations = degradations;
  }

  /** Each day's second half is forecast from its first. */
  void forecastHalves(List<Recording> days) {
    for (Recording day : days) {
      forecast(
          day.name() + ", first half",
          List.of(Slice.firstHalf(day)),
          day.name() + ", second half",
          Slice.secondHalf(day));
    }
  }

  /** Days are forecast from others. */
  void forecastDays(List<Recording> train, List<Recording> test) {
    for (Recording day : test) {
      forecast(names(train), train.stream().map(Slice::all).toList(), day.name(), Slice.all(day));
    }
  }

  private void forecast(String trained, List<Slice> train, String tested, Slice test) {
    for (Target target : Target.values()) {
      steps.add(new Step(
          "forecast of %s, %s".formatted(target, tested),
          () -> forecast.add(forecasts.evaluate(target, trained, train, tested, test))));
    }
  }

  /** By folds of episodes in each day and in all together, and from each day to each other. */
  void degradedByEpisode(List<Recording> days) {
    List<Recording> judged =
        days.stream().filter(day -> enough(day, "judged by")).toList();
    for (Recording day : judged) {
      degraded("degraded pods of " + day.name(), () -> degradations.byEpisode(List.of(day)));
    }
    if (judged.size() > 1) {
      degraded("degraded pods of all days", () -> degradations.byEpisode(judged));
    }
    for (Recording train : judged) {
      for (Recording test : judged) {
        if (!train.equals(test)) {
          degraded(
              "degraded pods, %s → %s".formatted(train.name(), test.name()),
              () -> degradations.transfer(List.of(train), test));
        }
      }
    }
  }

  /** Days are judged by what others taught. */
  void degradedDays(List<Recording> train, List<Recording> test) {
    List<Recording> taught =
        train.stream().filter(day -> enough(day, "learned from")).toList();
    if (taught.isEmpty()) {
      return;
    }
    for (Recording day : test) {
      if (enough(day, "judged by")) {
        degraded(
            "degraded pods, %s → %s".formatted(names(taught), day.name()),
            () -> degradations.transfer(taught, day));
      }
    }
  }

  private void degraded(String name, Supplier<DegradationFigures> figures) {
    steps.add(new Step(name, () -> degraded.add(figures.get())));
  }

  private boolean enough(Recording day, String use) {
    if (day.faults().size() >= FEWEST_EPISODES) {
      return true;
    }
    notes.add("%s has %d faults; %d at least are needed to be %s for degraded pods"
        .formatted(day.name(), day.faults().size(), FEWEST_EPISODES, use));
    return false;
  }

  static String names(List<Recording> days) {
    return String.join(" + ", days.stream().map(Recording::name).toList());
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** What the steps that were done found. */
  EvaluationReport report(String command, List<Recording> days) {
    return new EvaluationReport(
        command,
        ForecastEvaluation.schema(),
        DegradationEvaluation.schema(),
        days.stream()
            .map(day -> new EvaluationReport.Read(
                day.name(), day.pods().size(), day.minutes(), day.faults().size(), day.intake()))
            .toList(),
        forecast,
        degraded,
        notes);
  }
}

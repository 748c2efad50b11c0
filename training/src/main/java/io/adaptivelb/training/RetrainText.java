package io.adaptivelb.training;

import static java.lang.String.format;

import java.util.Locale;

/** A retraining in words. */
final class RetrainText {
  private RetrainText() {}

  static String of(RetrainReport report) {
    StringBuilder text = new StringBuilder();
    report.training().ifPresent(training -> text.append(TrainingText.of(training)));
    text.append(
        switch (report.outcome()) {
          case SHADOW ->
            format(
                "%s scores in the shadow; next: lb model assignment CLUSTER%n",
                report.version().orElse(""));
          case CANDIDATE -> format("%s waits: %s%n", report.version().orElse(""), report.reason());
          case NOTHING ->
            format(
                Locale.ROOT,
                "nothing new, everything is as it was: %s (%,d examples)%n",
                report.reason(),
                report.examples());
        });
    return text.toString();
  }
}

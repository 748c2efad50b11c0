package io.adaptivelb.simulator;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.settings.Units;
import io.adaptivelb.simulator.limit.Objective;
import io.adaptivelb.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code --max-load} asks of a policy. */
final class ObjectiveOptions {
  @Option(
      names = "--max-load",
      description =
          "Search the highest load at which a policy keeps its objective, mean of the seeds.")
  private boolean wanted;

  @Option(
      names = "--max-p99",
      paramLabel = "TIME",
      description =
          "With --max-load: most that the p99 may be, as in 50ms. Default: the scenario's slo.")
  private Optional<String> p99 = Optional.empty();

  @Option(
      names = "--max-errors",
      paramLabel = "SHARE",
      description =
          "With --max-load: largest share that may fail, as in 0.005 or 0.5%%. Default: 0.5%%.")
  private Optional<String> errors = Optional.empty();

  /** Whether a search is asked for. */
  boolean wanted() {
    if (!wanted && (p99.isPresent() || errors.isPresent())) {
      throw new UserError("%s is %s; it needs --max-load"
          .formatted(
              p99.isPresent() ? "--max-p99" : "--max-errors",
              p99.or(() -> errors).orElseThrow()));
    }
    return wanted;
  }

  Objective objective(Scenario scenario) {
    double millis = p99.map(ObjectiveOptions::millis).orElse(scenario.slo().toNanos() * 1e-6);
    return new Objective(millis, errors.map(ObjectiveOptions::share).orElse(Objective.ERROR_RATIO));
  }

  private static double millis(String text) {
    Duration duration = Units.duration(text);
    Double plain = number(text);
    double millis =
        duration != null ? duration.toNanos() * 1e-6 : plain != null ? plain : Double.NaN;
    if (!(millis >= 0.001 && millis <= 3_600_000)) {
      throw new UserError(
          "--max-p99 is %s; it must be a time in 1us…1h, like 50ms, or a number of milliseconds"
              .formatted(text));
    }
    return millis;
  }

  private static double share(String text) {
    boolean percent = text.endsWith("%");
    Double plain = number(percent ? text.substring(0, text.length() - 1) : text);
    double share = plain == null ? Double.NaN : percent ? plain / 100 : plain;
    if (!(share >= 0 && share <= 1)) {
      throw new UserError(
          "--max-errors is %s; it must be a share in 0…1, like 0.005, or in 0%%…100%%, like 0.5%%"
              .formatted(text));
    }
    return share;
  }

  private static @Nullable Double number(String text) {
    try {
      return Double.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}

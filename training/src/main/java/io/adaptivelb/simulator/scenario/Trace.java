package io.adaptivelb.simulator.scenario;

import io.adaptivelb.cli.UserError;
import java.nio.file.Path;

/** Requests per second over the time of a trace, which begins anew when it is over. Not thread-safe. */
final class Trace {
  private final Path file;
  private final double[] ends;
  private final double[] rates;
  private int position;

  Trace(Path file, double[] ends, double[] rates) {
    this.file = file;
    this.ends = ends;
    this.rates = rates;
  }

  private double length() {
    return ends[ends.length - 1];
  }

  /** The rate at a time of the trace. */
  double rate(double time) {
    double within = time % length();
    if (position > 0 && within < ends[position - 1]) {
      position = 0;
    }
    while (position < ends.length - 1 && ends[position] <= within) {
      position++;
    }
    return rates[position];
  }

  /**
   * The mean rate over so many seconds of the trace.
   *
   * @throws UserError when there is nothing to scale
   */
  double mean(double from, double seconds) {
    if (from >= length()) {
      throw new UserError("%s has %.0f s; traceFrom is %.0f s, which is behind its end"
          .formatted(file, length(), from));
    }
    double mean = (requestsUntil(from + seconds) - requestsUntil(from)) / seconds;
    if (!(mean > 0)) {
      throw new UserError("%s has no arrivals in the %.0f s from %.0f s on that would be played"
          .formatted(file, seconds, from));
    }
    return mean;
  }

  private double requestsUntil(double time) {
    double rounds = Math.floor(time / length());
    double within = time - rounds * length();
    double all = 0;
    double partly = 0;
    double begin = 0;
    for (int i = 0; i < ends.length; i++) {
      all += rates[i] * (ends[i] - begin);
      partly += rates[i] * Math.clamp(within - begin, 0.0, ends[i] - begin);
      begin = ends[i];
    }
    return rounds * all + partly;
  }
}

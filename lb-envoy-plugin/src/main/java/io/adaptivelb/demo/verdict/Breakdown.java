package io.adaptivelb.demo.verdict;

import io.adaptivelb.demo.load.Outcome;
import io.adaptivelb.demo.load.RequestLog;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where slowness and errors came from, by backend.
 *
 * @param name the backend; empty for requests that no backend answered
 * @param share of all requests; 0…1
 * @param figures its own
 * @param slowShare its share of the slowest hundredth of all answered requests; 0…1
 * @param errors requests that failed there
 */
public record Breakdown(String name, double share, Figures figures, double slowShare, long errors) {
  /** The breakdown of a measurement: a line for each backend, then one for no backend if there are such requests. */
  public static List<Breakdown> of(Measurement measurement) {
    RequestLog log = measurement.log();
    List<String> names = log.backendNames();
    int slow = slowestHundredthMicros(log);
    // The last element is for no backend.
    long[] requests = new long[names.size() + 1];
    long[] slowest = new long[names.size() + 1];
    long[] errors = new long[names.size() + 1];
    long allSlowest = 0;
    for (int i = log.from(); i < log.to(); i++) {
      int line = log.backend(i) == RequestLog.NO_BACKEND ? names.size() : log.backend(i);
      Outcome outcome = log.outcome(i);
      requests[line]++;
      if (outcome.failed()) {
        errors[line]++;
      }
      if (answered(outcome) && log.latencyMicros(i) >= slow) {
        slowest[line]++;
        allSlowest++;
      }
    }
    List<Breakdown> lines = new ArrayList<>();
    for (int line = 0; line <= names.size(); line++) {
      if (line == names.size() && requests[line] == 0) {
        continue;
      }
      int backend = line == names.size() ? RequestLog.NO_BACKEND : line;
      lines.add(new Breakdown(
          backend == RequestLog.NO_BACKEND ? "" : names.get(line),
          (double) requests[line] / Math.max(1, measurement.requests()),
          Figures.of(log, i -> log.backend(i) == backend),
          (double) slowest[line] / Math.max(1, allSlowest),
          errors[line]));
    }
    return lines;
  }

  /** The latency from which on an answer is among the slowest hundredth: exact, where a histogram rounds. */
  private static int slowestHundredthMicros(RequestLog log) {
    int[] latencies = IntStream.range(log.from(), log.to())
        .filter(i -> answered(log.outcome(i)))
        .map(log::latencyMicros)
        .sorted()
        .toArray();
    return latencies.length == 0 ? 0 : latencies[(int) ((latencies.length * 99L + 99) / 100 - 1)];
  }

  private static boolean answered(Outcome outcome) {
    return outcome == Outcome.SUCCESS || outcome == Outcome.TIMEOUT;
  }
}

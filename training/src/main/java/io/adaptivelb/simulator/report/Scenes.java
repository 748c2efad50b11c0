package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.chart.HeatMap;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.play.Film;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A run of a policy in pictures.
 *
 * @param policy its name
 * @param weighted whether a control plane pushes weights
 * @param frames what was recorded
 */
public record Scenes(String policy, boolean weighted, List<Film.Frame> frames) {
  /** More rows than this cannot be told apart. */
  private static final int MOST_ENDPOINTS = 40;

  /** Copies. */
  public Scenes {
    frames = List.copyOf(frames);
  }

  List<Chart> charts() {
    if (frames.isEmpty()) {
      return List.of();
    }
    List<Chart> charts = new ArrayList<>();
    int n = frames.getFirst().inFlight().size();
    List<Integer> shown = mostMoved(n);
    String rest = shown.size() < n
        ? " The %d of %d endpoints that vary most.".formatted(shown.size(), n)
        : "";
    if (weighted) {
      charts.add(HeatMap.overTime(
          "Weights",
          "blue above the mean, orange below." + rest,
          "weight",
          seconds(),
          shown,
          rows(shown, Scenes::relativeWeight),
          true));
    }
    charts.add(HeatMap.overTime(
        "In flight",
        "requests that an endpoint serves and queues." + rest,
        "in flight",
        seconds(),
        shown,
        rows(shown, (frame, e) -> frame.inFlight().get(e)),
        false));
    return charts;
  }

  private interface Reading {
    double of(Film.Frame frame, int endpoint);
  }

  private List<Double> seconds() {
    return frames.stream().map(Film.Frame::second).toList();
  }

  private List<List<Double>> rows(List<Integer> shown, Reading reading) {
    List<List<Double>> rows = new ArrayList<>();
    for (int e : shown) {
      rows.add(frames.stream().map(frame -> reading.of(frame, e)).toList());
    }
    return rows;
  }

  private static double relativeWeight(Film.Frame frame, int endpoint) {
    double mean = frame.weights().stream().mapToDouble(w -> w).average().orElse(1);
    return mean == 0 ? 1 : frame.weights().get(endpoint) / mean;
  }

  private List<Integer> mostMoved(int endpoints) {
    return IntStream.range(0, endpoints)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer e) -> -spread(e)))
        .limit(MOST_ENDPOINTS)
        .sorted()
        .toList();
  }

  private double spread(int endpoint) {
    double mean =
        frames.stream().mapToInt(f -> f.inFlight().get(endpoint)).average().orElse(0);
    return frames.stream()
        .mapToDouble(f -> Math.abs(f.inFlight().get(endpoint) - mean))
        .sum();
  }
}

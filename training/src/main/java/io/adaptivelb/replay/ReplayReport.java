package io.adaptivelb.replay;

import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.weights.Rung;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a replay shows, as JSON has it.
 *
 * @param cluster that was replayed
 * @param from the end of the first tick
 * @param to the end of the last tick
 * @param tickSeconds length of a tick
 * @param ticks that were played
 * @param policies one a policy, in the order in which they were asked for
 * @param explanation why the endpoint that was asked for has its weight after the last tick, under the first policy
 */
record ReplayReport(
    String cluster,
    Instant from,
    Instant to,
    double tickSeconds,
    long ticks,
    List<Played> policies,
    Optional<Reasons> explanation) {

  /**
   * A policy.
   *
   * @param rungs share of the ticks
   * @param pushes how often the weights changed for proxies
   * @param endpoints their weights over all ticks
   * @param weights what was pushed
   */
  record Played(
      String policy,
      Map<String, Double> rungs,
      int pushes,
      List<Line> endpoints,
      List<Push> weights) {
    static Played of(Track track) {
      Map<String, Double> rungs = new TreeMap<>();
      track
          .rungs()
          .forEach((rung, ticks) -> rungs.put(lower(rung), (double) ticks / track.ticks()));
      return new Played(
          track.policy(),
          rungs,
          Math.max(0, track.pushes().size() - 1),
          track.weights().stream()
              .map(w -> new Line(w.endpoint().toString(), w.least(), w.mean(), w.most(), w.last()))
              .toList(),
          track.pushes().stream().map(Push::of).toList());
    }
  }

  /** An endpoint's weights over all ticks; 1000 is the fair share. */
  record Line(String endpoint, int least, double mean, int most, int last) {}

  /** Weights from a time on. */
  record Push(Instant time, String rung, Map<String, Integer> weights) {
    static Push of(Track.Push push) {
      Map<String, Integer> weights = new LinkedHashMap<>();
      push.weights().forEach((endpoint, weight) -> weights.put(endpoint.toString(), weight));
      return new Push(push.time(), lower(push.rung()), weights);
    }
  }

  /** Why an endpoint has its weight: the parts add up to it. */
  record Reasons(
      String endpoint,
      Instant time,
      String policy,
      int weight,
      String rung,
      List<Explanation.Contribution> contributions,
      List<Explanation.Counterfactual> counterfactuals) {
    static Reasons of(String policy, Explanation why) {
      return new Reasons(
          why.endpoint().toString(),
          why.time(),
          policy,
          why.weight(),
          lower(why.rung()),
          why.contributions(),
          why.counterfactuals());
    }
  }

  private static String lower(Rung rung) {
    return rung.name().toLowerCase(Locale.ROOT);
  }

  /** Every endpoint that was a member at some time, those whose weight moved most first. */
  List<String> endpoints() {
    Map<String, Double> spread = new TreeMap<>();
    for (Played played : policies) {
      for (Line line : played.endpoints()) {
        spread.merge(line.endpoint(), Math.log((double) line.most() / line.least()), Math::max);
      }
    }
    List<String> names = new ArrayList<>(new TreeSet<>(spread.keySet()));
    names.sort(Comparator.comparingDouble((String name) -> -spread.getOrDefault(name, 0.0)));
    return names;
  }

  Optional<Line> line(Played played, String endpoint) {
    return played.endpoints().stream()
        .filter(line -> line.endpoint().equals(endpoint))
        .findFirst();
  }
}

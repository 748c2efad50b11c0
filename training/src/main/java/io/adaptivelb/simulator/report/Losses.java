package io.adaptivelb.simulator.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where ours loses: a line for each policy of ours, with what matters. More than 5 % counts. */
final class Losses {
  private static final double TIE = 1.05;
  private static final int NAMED = 3;

  private Losses() {}

  /** A loss: the ratio, and in words. */
  private record Loss(double ratio, String words) {}

  static String of(Standings standings) {
    StringBuilder text = new StringBuilder();
    List<String> nowhere = new ArrayList<>();
    for (String policy : Names.ours(standings)) {
      List<String> losses = new ArrayList<>();
      String without = Names.withoutWeights(policy);
      if (standings.played(without)) {
        against(standings, policy, without)
            .ifPresent(
                where -> losses.add("than `%s` without weights in %s".formatted(without, where)));
      }
      overall(standings, policy)
          .ifPresent(where -> losses.add("than the best rival of each scenario in " + where));
      if (losses.isEmpty()) {
        nowhere.add(Words.code(policy));
      } else {
        text.append("- %s: worse %s.\n".formatted(Words.code(policy), String.join("; ", losses)));
      }
    }
    if (!nowhere.isEmpty()) {
      text.append("- Nowhere: %s.\n".formatted(String.join(", ", nowhere)));
    }
    return text.isEmpty() ? "None of ours played.\n" : text.toString();
  }

  private static Optional<String> against(Standings standings, String policy, String rival) {
    List<Loss> losses = new ArrayList<>();
    for (String scenario : standings.scenarios()) {
      double ratio = standings.ratio(scenario, policy, rival);
      if (ratio > TIE) {
        losses.add(new Loss(ratio, String.format(Locale.ROOT, "%s (%.2f ×)", scenario, ratio)));
      }
    }
    return listed(losses, standings.scenarios().size());
  }

  /** The rivals' best is another one in every scenario, so that nobody could have chosen it: it is a bound. */
  private static Optional<String> overall(Standings standings, String policy) {
    List<String> rivals = Names.rivals(standings);
    if (rivals.isEmpty()) {
      return Optional.empty();
    }
    List<Loss> losses = new ArrayList<>();
    for (String scenario : standings.scenarios()) {
      String best = rivals.stream()
          .min(Comparator.comparingDouble(
              (String rival) -> standings.ratio(scenario, rival, policy)))
          .orElseThrow();
      double ratio = standings.ratio(scenario, policy, best);
      if (ratio > TIE) {
        losses.add(
            new Loss(ratio, String.format(Locale.ROOT, "%s (%.2f × `%s`)", scenario, ratio, best)));
      }
    }
    return listed(losses, standings.scenarios().size());
  }

  private static Optional<String> listed(List<Loss> losses, int of) {
    if (losses.isEmpty()) {
      return Optional.empty();
    }
    List<String> worst = losses.stream()
        .sorted(Comparator.comparingDouble(Loss::ratio).reversed())
        .limit(NAMED)
        .map(Loss::words)
        .toList();
    String named = String.join(", ", worst);
    return Optional.of(
        losses.size() <= NAMED
            ? named
            : "%d of %d scenarios, most in %s".formatted(losses.size(), of, named));
  }
}

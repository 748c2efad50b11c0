package io.adaptivelb.simulator.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Where ours loses: a line for each policy of ours, with what matters. More than 5 % counts. */
final class Losses {
  private static final double TIE = 1.05;
  private static final int NAMED = 3;

  private Losses() {}

  /** A loss: the ratio, and in words. */
  private record Loss(double ratio, String words) {}

  static String of(Standings standings) {
    StringBuilder text = new StringBuilder();
    for (String policy : Names.ours(standings)) {
      String without = Names.withoutWeights(policy);
      String own = standings.played(without)
          ? "than `%s` without weights %s".formatted(without, against(standings, policy, without))
          : "";
      String best = overall(standings, policy);
      String joined = own.isEmpty() || best.isEmpty() ? own + best : own + "; " + best;
      text.append("- %s: worse %s.\n".formatted(Words.code(policy), joined));
    }
    return text.isEmpty() ? "None of ours played.\n" : text.toString();
  }

  private static String against(Standings standings, String policy, String rival) {
    List<Loss> losses = new ArrayList<>();
    for (String scenario : standings.scenarios()) {
      double ratio = standings.ratio(scenario, policy, rival);
      if (ratio > TIE) {
        losses.add(new Loss(ratio, String.format(Locale.ROOT, "%s (%.2f ×)", scenario, ratio)));
      }
    }
    return losses.isEmpty()
        ? "nowhere"
        : "in " + listed(losses, standings.scenarios().size());
  }

  /** The rivals' best is another one in every scenario, so that nobody could have chosen it: it is a bound. */
  private static String overall(Standings standings, String policy) {
    List<String> rivals = Names.rivals(standings);
    if (rivals.isEmpty()) {
      return "";
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
    String all = standings.scenarios().size() == 1 ? "" : " of each scenario";
    return "than the best rival%s %s"
        .formatted(
            all,
            losses.isEmpty()
                ? "nowhere"
                : "in " + listed(losses, standings.scenarios().size()));
  }

  private static String listed(List<Loss> losses, int of) {
    List<String> worst = losses.stream()
        .sorted(Comparator.comparingDouble(Loss::ratio).reversed())
        .limit(NAMED)
        .map(Loss::words)
        .toList();
    String named = String.join(", ", worst);
    return losses.size() <= NAMED
        ? named
        : "%d of %d scenarios, most in %s".formatted(losses.size(), of, named);
  }
}

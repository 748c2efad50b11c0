package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.play.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The league's result as Markdown: what {@code docs/league.md} is made of. */
public final class LeagueReport {
  private static final List<String> BASELINES = List.of("round_robin", "least_request");

  private LeagueReport() {}

  /**
   * The document.
   *
   * @param byProxies standings by number of proxies
   * @param command what made it
   * @param seeds runs per cell
   */
  public static String of(Map<Integer, Standings> byProxies, String command, int seeds) {
    StringBuilder text = new StringBuilder("# The league\n\n");
    text.append("Made by `")
        .append(command)
        .append("`. Every cell is the p99 in milliseconds in which a failed request\n")
        .append("counts as 1 s, the geometric mean of ")
        .append(seeds)
        .append(" seeds. For one seed all policies see the same arrivals, job sizes and faults.\n")
        .append(
            "Scenarios are in [config/scenarios](../config/scenarios), policies in the classes of `io.adaptivelb.simulator.picker` and\n")
        .append(
            "`…brain`, each with its source. `lb simulate` plays any of them against any other, or against a scenario of yours.\n");
    byProxies.forEach((proxies, standings) -> {
      text.append("\n## ").append(proxies).append(" proxies\n\n");
      table(text, standings);
      ratios(text, standings);
      losses(text, standings);
    });
    return text.toString();
  }

  private static void table(StringBuilder text, Standings standings) {
    text.append("| policy |");
    standings.scenarios().forEach(s -> text.append(' ').append(s).append(" |"));
    text.append(" mean | errors |\n|---|")
        .append("--:|".repeat(standings.scenarios().size() + 2))
        .append('\n');
    for (String policy : standings.policies()) {
      text.append("| `").append(policy).append("` |");
      double log = 0;
      double errors = 0;
      for (String scenario : standings.scenarios()) {
        Figures mean = standings.mean(scenario, policy);
        text.append(number(" %.0f |", mean.p99PenalisedMillis()));
        log += StrictMath.log(mean.p99PenalisedMillis());
        errors += mean.errorRatio();
      }
      int n = standings.scenarios().size();
      text.append(number(" **%.0f** |", StrictMath.exp(log / n)))
          .append(number(" %.3f %% |\n", 100 * errors / n));
    }
  }

  private static void ratios(StringBuilder text, Standings standings) {
    text.append(
        "\nAs a ratio, with the 95 % bootstrap interval over seeds, and scenarios won, tied (± 5 %) and lost:\n\n| policy |");
    List<String> baselines =
        BASELINES.stream().filter(standings.policies()::contains).toList();
    baselines.forEach(b -> text.append(" to `").append(b).append("` | won/tied/lost |"));
    text.append("\n|---|").append("--:|".repeat(2 * baselines.size())).append('\n');
    for (String policy : standings.policies()) {
      text.append("| `").append(policy).append("` |");
      for (String baseline : baselines) {
        Standings.Ratio ratio = standings.ratio(standings.scenarios(), policy, baseline);
        Standings.Score score = standings.score(standings.scenarios(), policy, baseline);
        text.append(String.format(
            Locale.ROOT,
            " %.3f (%.3f–%.3f) | %d/%d/%d |",
            ratio.value(),
            ratio.low(),
            ratio.high(),
            score.wins(),
            score.ties(),
            score.losses()));
      }
      text.append('\n');
    }
  }

  private static void losses(StringBuilder text, Standings standings) {
    text.append(
        "\nWhere ours loses, by more than 5 %, to the best that is neither ours nor clairvoyant:\n\n");
    boolean any = false;
    for (String policy : standings.policies()) {
      for (String scenario : standings.scenarios()) {
        String best = best(standings, scenario);
        if (policy.startsWith("adaptive") && !best.isEmpty()) {
          double ratio = standings.ratio(scenario, policy, best);
          if (ratio > 1.05) {
            any = true;
            text.append(String.format(
                Locale.ROOT, "- `%s` in %s: %.2f × `%s`%n", policy, scenario, ratio, best));
          }
        }
      }
    }
    text.append(any ? "" : "Nowhere.\n");
  }

  private static String best(Standings standings, String scenario) {
    String best = "";
    for (String policy : standings.policies()) {
      boolean rival = !policy.startsWith("adaptive") && !policy.startsWith("oracle");
      if (rival && (best.isEmpty() || standings.ratio(scenario, policy, best) < 1)) {
        best = policy;
      }
    }
    return best;
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}

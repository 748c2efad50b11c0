package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.league.League;
import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.league.Results;
import io.adaptivelb.simulator.limit.LoadLimit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The league in a few sentences. */
final class Summary {
  private Summary() {}

  static String of(Results results, List<Check> checks) {
    StringBuilder text = new StringBuilder();
    for (Part part : results.of(results.firstGroup())) {
      Standings standings = new Standings(part.runs());
      stock(text, part.proxies(), standings);
      pickers(text, part.proxies(), standings);
      best(text, part.proxies(), standings);
    }
    load(text, results.limits());
    verdicts(text, checks);
    return text.toString();
  }

  private static void stock(StringBuilder text, int proxies, Standings standings) {
    if (!standings.played(Names.STOCK, Names.ROUND_ROBIN, Names.LEAST_REQUEST)) {
      return;
    }
    List<String> over = standings.scenarios();
    text.append(
            "- **%d proxies, stock Envoy.** Our weights under least request bring the p99 to **%s** of round robin's"
                .formatted(proxies, ratio(standings, Names.STOCK, Names.ROUND_ROBIN)))
        .append(" and **%s** of least request's, and errors from %s (least request) to %s.\n"
            .formatted(
                ratio(standings, Names.STOCK, Names.LEAST_REQUEST),
                Words.percent(standings.errorRatio(over, Names.LEAST_REQUEST)),
                Words.percent(standings.errorRatio(over, Names.STOCK))));
  }

  private static void pickers(StringBuilder text, int proxies, Standings standings) {
    if (standings.played(Names.PEAK_EWMA, Names.PROBING, "peak_ewma", "prequal")) {
      text.append(
          "- **%d proxies, pickers of our own.** Weighted peak EWMA reaches **%s** of plain peak EWMA, weighted probing **%s** of Prequal.\n"
              .formatted(
                  proxies,
                  ratio(standings, Names.PEAK_EWMA, "peak_ewma"),
                  ratio(standings, Names.PROBING, "prequal")));
    }
  }

  private static void best(StringBuilder text, int proxies, Standings standings) {
    List<String> over = standings.scenarios();
    Comparator<String> byMean = Comparator.comparingDouble(p -> standings.mean(over, p));
    Optional<String> rival = Names.rivals(standings).stream().min(byMean);
    Optional<String> ours = Names.ours(standings).stream().min(byMean);
    if (rival.isPresent() && ours.isPresent()) {
      text.append(
          "- **%d proxies, best against best.** `%s` (mean p99 %s ms) is %s of `%s` (%s ms), the best rival.\n"
              .formatted(
                  proxies,
                  ours.get(),
                  Words.millis(standings.mean(over, ours.get())),
                  ratio(standings, ours.get(), rival.get()),
                  rival.get(),
                  Words.millis(standings.mean(over, rival.get()))));
    }
  }

  private static void load(StringBuilder text, List<LoadLimit> limits) {
    Optional<LoadLimit> ours = limit(limits, Names.STOCK);
    Optional<LoadLimit> base = limit(limits, Names.LEAST_REQUEST);
    if (ours.isPresent() && base.isPresent()) {
      text.append(String.format(
          Locale.ROOT,
          "- **Load.** Under %s stock Envoy keeps its objective up to %.0f %% of what the fleet can do with our weights, and up to %.0f %% without.\n",
          League.LIMIT_SCENARIO,
          100 * ours.get().maxUtilisation(),
          100 * base.get().maxUtilisation()));
    }
  }

  private static Optional<LoadLimit> limit(List<LoadLimit> limits, String policy) {
    return limits.stream().filter(limit -> limit.policy().equals(policy)).findFirst();
  }

  private static void verdicts(StringBuilder text, List<Check> checks) {
    long played = checks.stream()
        .filter(check -> check.verdict() != Check.Verdict.NOT_PLAYED)
        .count();
    long held =
        checks.stream().filter(check -> check.verdict() == Check.Verdict.HELD).count();
    text.append(
        "- **The criteria.** %d of the %d that were played are held; see [the criteria](#the-criteria).\n"
            .formatted(held, played));
  }

  private static String ratio(Standings standings, String policy, String against) {
    return Words.ratio(standings.ratio(standings.scenarios(), policy, against).value());
  }
}

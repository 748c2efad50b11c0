package io.adaptivelb.simulator.report;

import io.adaptivelb.simulator.league.Arena;
import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.page.Chart;
import io.adaptivelb.simulator.page.Section;
import io.adaptivelb.simulator.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The groups beyond the first: a section each. */
final class Groups {
  private static final double HARM = 1.1;

  private static final Map<String, String> TITLES = Map.of(
      Criteria.HARM,
      "No harm",
      Criteria.LEARNABLE,
      "What a model could learn",
      "others",
      "Elsewhere");
  private static final Map<String, String> TEXTS = Map.of(
      Criteria.HARM,
      "The brain is away, or its telemetry is lost, late or false. Weights that nobody should trust must not cost more than"
          + " 10 % of the p99 that least request has without them; more is **bold**.",
      Criteria.LEARNABLE,
      "What goes wrong here has a pattern in time. Whoever learns it can be ahead of it: `model` is what our weights become with the model that comes along, which was trained on other scenarios.",
      "others",
      "Meshes, loads and networks that the means do not cover.");

  private Groups() {}

  static Section of(Part part) {
    Standings standings = new Standings(part.runs());
    List<Chart> charts =
        standings.played(Names.LEAST_REQUEST) ? List.of(Round.map(standings)) : List.of();
    return new Section(
        2,
        title(part.group()),
        TEXTS.getOrDefault(part.group(), "") + "\n\n" + arenas(part),
        charts,
        table(part, standings));
  }

  static String title(String group) {
    return TITLES.getOrDefault(
        group, group.substring(0, 1).toUpperCase(Locale.ROOT) + group.substring(1));
  }

  static String arenas(Part part) {
    StringBuilder text = new StringBuilder();
    for (Arena arena : part.arenas()) {
      text.append(String.format(
          Locale.ROOT,
          "- `%s` (%,d proxies, %,d endpoints, %,.0f requests/s): %s\n",
          arena.name(),
          arena.proxies(),
          arena.endpoints(),
          arena.requestsPerSecond(),
          Table.plain(arena.about())));
    }
    return text.toString();
  }

  private static String table(Part part, Standings standings) {
    boolean compared = standings.played(Names.LEAST_REQUEST);
    List<String> heads =
        new ArrayList<>(List.of(compared ? "p99, ms (ratio to `least_request`)" : "p99, ms"));
    heads.addAll(standings.scenarios());
    heads.add("errors");
    Table table = new Table(1, heads);
    for (String policy : standings.policies()) {
      List<String> cells = new ArrayList<>(List.of(Words.code(policy)));
      for (String scenario : standings.scenarios()) {
        String cell = Words.millis(standings.mean(List.of(scenario), policy));
        if (compared) {
          double ratio = standings.ratio(scenario, policy, Names.LEAST_REQUEST);
          boolean harms =
              part.group().equals(Criteria.HARM) && Names.isOurs(policy) && ratio > HARM;
          cell += Words.number(harms ? " (**%.2f**)" : " (%.2f)", ratio);
        }
        cells.add(cell);
      }
      cells.add(Words.percent(standings.errorRatio(standings.scenarios(), policy)));
      table.row(cells);
    }
    return table.toString();
  }
}

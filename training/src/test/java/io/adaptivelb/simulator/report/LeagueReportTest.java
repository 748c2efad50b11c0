package io.adaptivelb.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.simulator.league.Duel;
import io.adaptivelb.simulator.league.Part;
import io.adaptivelb.simulator.league.Results;
import io.adaptivelb.simulator.limit.LoadLimit;
import io.adaptivelb.simulator.page.Document;
import io.adaptivelb.simulator.page.Page;
import io.adaptivelb.simulator.play.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeagueReportTest {
  private static final String STOCK = "adaptive+least_request";
  private static final Map<String, Double> P99 =
      Map.of("round_robin", 200.0, "least_request", 100.0, "prequal", 80.0, STOCK, 50.0);

  private static Results results() {
    List<Figures> runs = new ArrayList<>(
        Played.even("eleven", 50, List.of("calm", "storm"), P99, 0.01).runs());
    runs.replaceAll(f -> f.scenario().equals("storm") && f.policy().equals(STOCK)
        ? Played.figures("storm", STOCK, 1, 160, 0.001)
        : f);
    Part harm = Played.even(
        "harm", 0, List.of("brain-outage"), Map.of("least_request", 100.0, STOCK, 120.0), 0);
    Part services = Played.even("services", 0, List.of("s1", "s2", "s3", "s4"), P99, 0.008);
    List<LoadLimit> limits = List.of(
        new LoadLimit(
            "antagonists", "least_request", 1, 0.37, 5_920, 49, 0.004, LoadLimit.Outcome.FOUND),
        new LoadLimit(
            "antagonists", "round_robin", 1, 0, 0, 88, 0.02, LoadLimit.Outcome.BELOW_LOWEST),
        new LoadLimit("antagonists", STOCK, 1, 0.71, 11_360, 48, 0.001, LoadLimit.Outcome.FOUND));
    List<Duel> duels = List.of(
        new Duel("learnable", "leak", 50, "model+least_request", STOCK, 6, 0.66, 0.01),
        new Duel("harm", "brain-outage", 50, "model+least_request", STOCK, 48, 1.011, 0.01));
    return new Results(
        "lb league --seeds 1",
        1,
        List.of(Played.part("eleven", 50, runs), harm, services),
        duels,
        limits);
  }

  private static final Document DOCUMENT = LeagueReport.of(results());

  @Test
  void text_beginsWithTheKeyRatios() {
    assertThat(DOCUMENT.markdown())
        .startsWith("# The league\n\n- **50 proxies, stock Envoy.**")
        // sqrt(0.25 · 0.8) and sqrt(0.5 · 1.6)
        .contains("to **0.447** of round robin's and **0.894** of least request's")
        .contains("errors from 1.00 % (least request) to 0.10 %")
        .contains("up to 71 % of what the fleet can do with our weights, and up to 37 % without")
        .contains("Made by `lb league --seeds 1`");
  }

  @Test
  void tables_haveEveryCellMeanAndInterval() {
    assertThat(DOCUMENT.markdown())
        .contains("## 50 proxies")
        .contains("| `round_robin` | 200 | 200 | **200** | 1.000 % |")
        .contains("| `adaptive+least_request` | 50 | 160 | **89** | 0.100 % |")
        .contains("| 0.447 (0.447–0.447) | 2/0/0 | 0.894 (0.894–0.894) | 1/0/1 |");
  }

  @Test
  void losses_areALineAPolicy() {
    assertThat(DOCUMENT.markdown())
        .contains(
            "- `adaptive+least_request`: worse than `least_request` without weights in storm (1.60 ×);"
                + " than the best rival of each scenario in storm (2.00 × `prequal`).\n");
  }

  @Test
  void whoLosesNowhere_sharesALine() {
    Standings calm =
        new Standings(Played.even("eleven", 50, List.of("calm"), P99, 0.01).runs());

    assertThat(Losses.of(calm)).isEqualTo("- Nowhere: `adaptive+least_request`.\n");
  }

  @Test
  void harm_marksWhatIsBeyondItsLimit() {
    assertThat(DOCUMENT.markdown())
        .contains("## No harm")
        .contains(
            "- `brain-outage` (1 proxies, 20 endpoints, 8,000 requests/s): About brain\\-outage.")
        .contains("| `adaptive+least_request` | 120 (**1.20**) |");
  }

  @Test
  void services_standBesideWhatWasReported() {
    assertThat(DOCUMENT.markdown())
        .contains("| *reported: round robin* | 32 / 89 / 135, 0.80 % | 28 / 95 / 185, 0.80 % |")
        .contains("| *reported: adaptive weights* | – / – / 42, 0.12 % |")
        .contains(
            "| `adaptive+least_request` | 0.250 | 0.250 | 0.250 | 0.250 | 0.250 (0.250–0.250) | 0.250 | 0.100 |");
  }

  @Test
  void duels_haveIntervalAndSeeds() {
    assertThat(DOCUMENT.markdown())
        .contains("in which something can be learnt is **0.660**")
        .contains("| learnable | `leak` | 50 | 0.660 (0.647–0.673) | 6 |")
        .contains("| harm | `brain-outage` | 50 | 1.011 (0.991–1.031) | 48 |");
    assertThat(Page.of(DOCUMENT)).contains("p99 with a model over p99 without");
  }

  @Test
  void limits_sayWhereTheyAreOutOfRange() {
    assertThat(DOCUMENT.markdown())
        .contains("| `least_request` | 0.37 | 5,920 | 49 | 0.40 % |")
        .contains("| `round_robin` | fails even at 0.05 | 0 |");
  }

  @Test
  void criteria_comeLast() {
    String text = DOCUMENT.markdown();

    assertThat(text.substring(text.indexOf("## The criteria")))
        .contains(
            "| 1 | `adaptive+least_request` to `least_request`, mean | **0.894** (50 proxies) | ≤ 0.52 | **missed** |")
        .contains(
            "| 4 | highest load of ours to that of `least_request`, antagonists | 1.919 (`adaptive+least_request`) | ≥ 1.80 | held |")
        .contains("not played")
        .doesNotContain("\n## ");
  }

  @Test
  void page_hasThePlotsOfEveryPart() {
    String page = Page.of(DOCUMENT);

    assertThat(page)
        .contains("p99 as a ratio to least request")
        .contains("Geometric mean over the scenarios")
        .contains("Scenarios won, tied and lost against least request")
        .contains("p99 in each scenario")
        .contains("Highest utilisation that keeps the objective")
        .contains("\"reported: adaptive\"");
  }
}

package io.adaptivelb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.api.ExplanationDocument;
import io.adaptivelb.api.OverrideDocument;
import io.adaptivelb.api.Scores;
import io.adaptivelb.cli.Subcommand;
import io.adaptivelb.explanation.Explanation.Contribution;
import io.adaptivelb.explanation.Explanation.Counterfactual;
import io.adaptivelb.explanation.Explanation.Foretold;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lb explain}: why an endpoint has its weight, as a waterfall that adds up. */
@Command(
    name = "explain",
    description = "Shows why an endpoint has its weight; the lines add up to it exactly.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  lb explain checkout 10.0.0.1:8080",
      "",
      "Next: lb override drain --cluster CLUSTER --endpoint HOST:PORT --reason … --for 30m --dry-run"
    })
public final class ExplainCommand extends RemoteCommand implements Subcommand {
  @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster.")
  private String cluster;

  @Parameters(index = "1", paramLabel = "HOST:PORT", description = "The endpoint.")
  private String endpoint;

  @Override
  void run(Server server, PrintWriter out) {
    JsonNode tree = server.get("/api/v1/clusters/%s/endpoints/%s/explanation"
        .formatted(Server.segment(cluster), Server.segment(endpoint)));
    if (!printed(tree, out)) {
      print(Server.as(tree, ExplanationDocument.class), out);
    }
  }

  private void print(ExplanationDocument why, PrintWriter out) {
    Ink ink = ink();
    out.println(ink.line("%s in %s: weight %s, %s (weights from %s, version %d)"
        .formatted(
            Ink.bold(Ink.plain(why.endpoint())),
            Ink.plain(why.cluster()),
            Ink.bold(String.valueOf(why.weight())),
            WeightsCommand.status(why.status()),
            why.rung().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            why.version())));
    Scores scores = why.scores();
    out.println(
        scores == null
            ? "not scored: " + Ink.plain(String.valueOf(why.unscoredReason()))
            : String.format(
                Locale.ROOT,
                "scores: health %.1f, load %.1f, performance %.1f (from %s)",
                scores.health(),
                scores.load(),
                scores.performance(),
                scores.rung().name().toLowerCase(Locale.ROOT)));
    Foretold forecast = why.forecast();
    if (forecast != null) {
      out.println(Ink.plain(String.format(
          Locale.ROOT,
          "forecast: model %s, believed %.0f %%: service demand ×%.3g, cores ×%.3g, failure with %.0f %%",
          forecast.model(),
          100 * forecast.trust(),
          forecast.demandFactor(),
          forecast.coresFactor(),
          100 * forecast.failure())));
    }
    out.println();
    waterfall(why, out);
    OverrideDocument override = why.override();
    if (override != null) {
      out.println(ink.line(Ink.warning("override ")
          + Ink.plain("%s: %s, by %s until %s: %s"
              .formatted(
                  override.id(),
                  override.describe(),
                  override.owner(),
                  Ink.time(override.expires()),
                  override.reason()))));
    }
    for (Counterfactual other : why.counterfactuals()) {
      out.println(
          "%s: the weight would be %d".formatted(Ink.plain(other.condition()), other.weight()));
    }
  }

  private void waterfall(ExplanationDocument why, PrintWriter out) {
    int max = why.weight();
    int sum = 0;
    for (Contribution part : why.contributions()) {
      sum += part.weightUnits();
      max = Math.max(max, Math.max(sum, Math.abs(part.weightUnits())));
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "UNITS", "SUM", "", "WHY"));
    sum = 0;
    for (Contribution part : why.contributions()) {
      sum += part.weightUnits();
      rows.add(List.of(
          Ink.plain(part.name().toLowerCase(Locale.ROOT)),
          String.format(Locale.ROOT, "%+6d", part.weightUnits()),
          String.format(Locale.ROOT, "%6d", sum),
          Ink.bar(sum, max),
          Ink.plain(part.reason())));
    }
    rows.add(List.of(
        Ink.bold("weight"), "", Ink.bold(String.format(Locale.ROOT, "%6d", why.weight())), "", ""));
    out.println(ink().table(rows));
  }
}

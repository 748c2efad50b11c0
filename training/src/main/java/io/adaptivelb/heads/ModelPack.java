package io.adaptivelb.heads;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.heads.HeadResult.Kept;
import io.adaptivelb.prediction.Calibrations;
import io.adaptivelb.prediction.Calibrations.Line;
import io.adaptivelb.prediction.FeatureRanges;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.prediction.Target;
import io.adaptivelb.registry.DataRange;
import io.adaptivelb.registry.Head;
import io.adaptivelb.registry.ModelDraft;
import io.adaptivelb.registry.Provenance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Packs the heads that were kept into one draft for the registry: a file a head, their calibration, the ranges of the features, and the model card. */
public final class ModelPack {
  /** The parameter that names the clusters of the examples, separated by spaces; absent where there are too many for a manifest. */
  public static final String CLUSTERS = "clusters";

  private static final int MOST_CHARACTERS = 2_000;

  private ModelPack() {}

  /**
   * The draft.
   *
   * @param created when it was trained
   * @param source where the examples came from, for people
   * @param card the model card, Markdown
   * @throws IllegalArgumentException when no head was kept
   */
  public static ModelDraft of(
      List<HeadResult> results,
      ExampleTable table,
      HeadSettings settings,
      Physics physics,
      Instant created,
      String source,
      Provenance provenance,
      String card) {
    Map<String, byte[]> files = new TreeMap<>();
    Map<String, Double> metrics = new TreeMap<>();
    Map<Target, Line> lines = new EnumMap<>(Target.class);
    List<Head> heads = new ArrayList<>();
    for (HeadResult result : results) {
      result.judged().ifPresent(figures -> metrics(figures, metrics));
      if (result instanceof Kept kept) {
        String file = kept.target().label() + ".ubj";
        files.put(file, kept.file());
        lines.put(kept.target(), kept.line());
        heads.add(new Head(kept.target().label(), kept.target().definition(), file));
      }
    }
    if (heads.isEmpty()) {
      throw new IllegalArgumentException("no head was kept, so there is no model");
    }
    files.put(Calibrations.FILE, new Calibrations(lines).write());
    files.put(FeatureRanges.FILE, TableRanges.of(table).write());
    files.put(ModelValidator.CARD, card.getBytes(StandardCharsets.UTF_8));
    return new ModelDraft(
        created,
        table.schema().id(),
        new DataRange(table.from(), table.to(), table.size(), source),
        parameters(settings, physics, table),
        metrics,
        List.of(settings.seed()),
        provenance,
        heads,
        files,
        Optional.empty());
  }

  private static Map<String, String> parameters(
      HeadSettings settings, Physics physics, ExampleTable table) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("rounds", String.valueOf(settings.rounds()));
    parameters.put("patience", String.valueOf(settings.patience()));
    parameters.put("depth", String.valueOf(settings.depth()));
    parameters.put("learningRate", String.valueOf(settings.learningRate()));
    parameters.put("leafWeight", String.valueOf(settings.leafWeight()));
    parameters.put("rowShare", String.valueOf(settings.rowShare()));
    parameters.put("columnShare", String.valueOf(settings.columnShare()));
    parameters.put("penalty", String.valueOf(settings.penalty()));
    parameters.put("rarity", String.valueOf(settings.rarity()));
    parameters.put("split", settings.split().name());
    parameters.put("folds", String.valueOf(settings.folds()));
    parameters.put("gap", settings.gap().toString());
    parameters.put("monotone", String.join(" ", physics.load()));
    String clusters =
        table.clusters().stream().map(ClusterId::value).collect(Collectors.joining(" "));
    if (clusters.length() <= MOST_CHARACTERS) {
      parameters.put(CLUSTERS, clusters);
    }
    return parameters;
  }

  private static void metrics(HeadFigures figures, Map<String, Double> metrics) {
    String head = figures.target().label();
    put(metrics, head, "gain", figures.gain());
    put(metrics, head, "gain_low", figures.interval().low());
    put(metrics, head, "gain_high", figures.interval().high());
    put(metrics, head, "gain_over_best", figures.gainOverBest());
    put(metrics, head, "error", figures.error());
    put(metrics, head, "error_of_zero", figures.errorOfZero());
    put(metrics, head, "error_of_ewma", figures.errorOfEwma());
    put(metrics, head, "rounds", figures.rounds());
    figures.quantile().ifPresent(quantile -> {
      put(metrics, head, "coverage", quantile.coverage());
      put(metrics, head, "pinball", quantile.pinball());
      put(metrics, head, "pinball_of_zero", quantile.pinballOfZero());
    });
    figures.probability().ifPresent(probability -> {
      put(metrics, head, "auc", probability.auc());
      put(metrics, head, "brier", probability.reliability().brier());
    });
  }

  /** What is no number has no place in a manifest. */
  private static void put(Map<String, Double> metrics, String head, String name, double value) {
    if (Double.isFinite(value)) {
      metrics.put(head + "." + name, value);
    }
  }
}

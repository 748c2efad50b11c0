package io.adaptivelb.client;

import io.adaptivelb.api.Effect;
import io.adaptivelb.api.WeightChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a change of the overrides does to the weights: before and after, one line an endpoint. */
final class EffectTable {
  private EffectTable() {}

  /** At most {@code max} endpoints; a line says how many more there are. */
  static String of(Effect effect, int max, Ink ink) {
    if (effect.endpointsChanged() == 0) {
      return "  no endpoint's weight or status changes\n";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("  CLUSTER", "ENDPOINT", "BEFORE", "AFTER", "CHANGE", "STATUS"));
    List<WeightChange> shown =
        effect.changes().subList(0, Math.min(max, effect.changes().size()));
    for (WeightChange change : shown) {
      int difference = change.weightAfter() - change.weightBefore();
      rows.add(List.of(
          "  " + Ink.plain(change.cluster()),
          Ink.plain(change.endpoint()),
          "%6d".formatted(change.weightBefore()),
          Ink.bold("%5d".formatted(change.weightAfter())),
          difference == 0 ? "     =" : String.format(Locale.ROOT, "%+6d", difference),
          status(change)));
    }
    int more = effect.endpointsChanged() - shown.size();
    return ink.table(rows)
        + (more == 0 ? "" : "  … and %d more endpoints (--json)\n".formatted(more));
  }

  private static String status(WeightChange change) {
    String after = WeightsCommand.status(change.statusAfter());
    return change.statusBefore() == change.statusAfter()
        ? after
        : WeightsCommand.status(change.statusBefore()) + " → " + after;
  }
}

package io.adaptivelb.client;

import io.adaptivelb.api.ModelChange;

/** A change of the models as {@code lb audit} and {@code lb model history} show it. */
final class ModelChangeText {
  private ModelChangeText() {}

  /** A few lines, the last one ends too. */
  static String of(ModelChange change, Ink ink) {
    StringBuilder text = new StringBuilder();
    text.append(ink.line("%s  %s  %s %s"
            .formatted(
                Ink.faint("model #" + change.sequence()),
                Ink.time(change.time()),
                Ink.warning(Ink.plain(change.action())),
                Ink.bold(Ink.plain(change.version() + where(change))))))
        .append('\n')
        .append("    by %s: %s%n".formatted(Ink.plain(change.by()), Ink.plain(change.reason())));
    for (ModelChange.Move move : change.moves()) {
      text.append("    %s: %s → %s%n"
          .formatted(
              Ink.plain(move.version()), move.before().describe(), move.after().describe()));
    }
    return text.toString();
  }

  private static String where(ModelChange change) {
    if (change.moves().isEmpty()) {
      return "";
    }
    return " on " + (change.cluster() == null ? "everything" : change.cluster());
  }
}

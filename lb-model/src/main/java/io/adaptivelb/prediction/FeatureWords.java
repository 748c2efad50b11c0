package io.adaptivelb.prediction;

import io.adaptivelb.features.FeatureDefinition;
import java.util.Locale;

/** A feature's value for people, and the value that it has where nothing is out of the ordinary. */
final class FeatureWords {
  private FeatureWords() {}

  /** {@code newest value / its mean = 3.1 (5m)}: logarithms of quotients as the quotients. */
  static String of(FeatureDefinition feature, float value) {
    if (Float.isNaN(value)) {
      return "not known: %s".formatted(feature.missing());
    }
    String what = feature.definition();
    double shown = value;
    if (what.startsWith("ln(") && what.endsWith(")") && what.contains(" / ")) {
      what = what.substring(3, what.length() - 1);
      shown = Math.exp(value);
    }
    String unit = feature.unit().equals("1") ? "" : " " + feature.unit();
    boolean past = Character.isDigit(feature.window().charAt(0));
    return String.format(
        Locale.ROOT,
        "%s = %.3g%s%s",
        what,
        shown,
        unit,
        past ? " (%s)".formatted(feature.window()) : "");
  }

  /** 0 for what compares with the endpoint's own past or its peers: no difference. Missing for the rest. */
  static float usual(FeatureDefinition feature) {
    String what = feature.definition();
    boolean counts = what.startsWith("ln(1 + ");
    boolean compares = (!counts && what.startsWith("ln("))
        || what.startsWith("deviation ")
        || what.startsWith("newest value minus")
        || feature.name().endsWith(".slope");
    return compares ? 0 : Float.NaN;
  }
}

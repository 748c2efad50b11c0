package io.adaptivelb.boosting;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a model was trained for, as far as scoring must know it. */
public enum Objective {
  /** Mean. */
  SQUARED_ERROR("reg:squarederror", Link.IDENTITY),
  /** Median. */
  ABSOLUTE_ERROR("reg:absoluteerror", Link.IDENTITY),
  /** Mean, outliers damped. */
  PSEUDO_HUBER("reg:pseudohubererror", Link.IDENTITY),
  /** One output a quantile. */
  QUANTILE("reg:quantileerror", Link.IDENTITY),
  /** Probability of an event. */
  BINARY("binary:logistic", Link.LOGISTIC),
  /** A share between 0 and 1. */
  SHARE("reg:logistic", Link.LOGISTIC),
  /** Rate of a count. */
  COUNT("count:poisson", Link.EXPONENTIAL);

  private final String label;
  private final Link link;

  Objective(String label, Link link) {
    this.label = label;
    this.link = link;
  }

  /** XGBoost's name of it. */
  public String label() {
    return label;
  }

  /** From margin to prediction. */
  public Link link() {
    return link;
  }

  static Optional<Objective> labelled(String label) {
    return Arrays.stream(values()).filter(it -> it.label.equals(label)).findFirst();
  }

  static String supported() {
    return Arrays.stream(values()).map(Objective::label).collect(Collectors.joining(", "));
  }
}

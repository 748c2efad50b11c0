package io.adaptivelb.boosting;

/** Which way a prediction may move when a feature rises; XGBoost's {@code monotone_constraints} 1 and −1. */
public enum Direction {
  /** It never falls. */
  RISING(1),
  /** It never rises. */
  FALLING(-1);

  private final int sign;

  Direction(int sign) {
    this.sign = sign;
  }

  /** 1 or −1. */
  public int sign() {
    return sign;
  }
}

package io.adaptivelb.rollout;

import java.util.Arrays;
import java.util.Optional;

/** How much of a canary's weights counts: {@code (1−b)·old + b·new}. A rollout climbs these steps one by one. */
public enum Blend {
  /** 1 %: nothing that the new model says can move more than a hundredth of the traffic. */
  ONE(1),
  /** 5 %. */
  FIVE(5),
  /** 25 %. */
  QUARTER(25),
  /** 50 %. */
  HALF(50),
  /** 100 %: the new model alone, still beside the old one elsewhere. */
  ALL(100);

  private final int percent;

  Blend(int percent) {
    this.percent = percent;
  }

  /** 1, 5, 25, 50 or 100. */
  public int percent() {
    return percent;
  }

  /** The same as a share, 0.01…1. */
  public double share() {
    return percent / 100.0;
  }

  /** The next step up; empty at the top. */
  public Optional<Blend> next() {
    return Arrays.stream(values()).filter(blend -> blend.percent > percent).findFirst();
  }

  /**
   * The step of so many percent.
   *
   * @throws IllegalArgumentException when there is no such step
   */
  public static Blend ofPercent(int percent) {
    return Arrays.stream(values())
        .filter(blend -> blend.percent == percent)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "blend %d %% is no step; the steps are 1, 5, 25, 50 and 100".formatted(percent)));
  }
}

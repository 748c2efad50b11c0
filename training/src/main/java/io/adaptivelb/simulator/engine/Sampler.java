package io.adaptivelb.simulator.engine;

import java.util.SplittableRandom;

/** A distribution of durations. */
@FunctionalInterface
public interface Sampler {
  /** A draw in seconds, ≥ 0. */
  double sample(SplittableRandom random);
}

package io.adaptivelb.prediction;

import io.adaptivelb.rollout.Decision;
import java.util.Optional;

/**
 * How the models of a cluster fare, as of its last tick. Immutable.
 *
 * @param lineup whom it is about
 * @param active the one that speaks
 * @param candidate the one that is tried
 * @param trial how that goes
 */
public record ModelState(
    Lineup lineup, Optional<Voice> active, Optional<Voice> candidate, Optional<Progress> trial) {
  /** Nobody speaks. */
  public static final ModelState NONE =
      new ModelState(Lineup.NONE, Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * How a trial goes.
   *
   * @param decision what follows
   * @param requests seen in this step
   * @param share of the candidate in the weights in force, 0…1
   * @param distance share of the traffic that it would send elsewhere, 0…1
   */
  public record Progress(Decision decision, long requests, double share, double distance) {}
}

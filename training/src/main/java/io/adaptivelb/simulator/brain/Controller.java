package io.adaptivelb.simulator.brain;

import io.adaptivelb.telemetry.Signal;
import java.util.Optional;

/** A control plane: takes telemetry, publishes weights. */
public interface Controller {
  /** Telemetry arrived. */
  void accept(Signal signal);

  /** The tick, in seconds of virtual time; new weights, if there are any to push. */
  Optional<Push> tick(double now);

  /** Every 250 ms, and at once after a change of health or membership. */
  default Optional<Push> react(double now) {
    return Optional.empty();
  }
}

package io.adaptivelb.capacity;

import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.rollout.ShadowTick;

/**
 * What another model would do in a cluster's place: asked for in every tick beside the one that serves, compared with it, and
 * given a share of the weights at most. Belongs to one cluster and one thread.
 */
public interface SecondOpinion {
  /** What it expects to be otherwise by the time the next weights are in force. */
  Forecast forecast(EndpointId endpoint);

  /** Its share b of the weights {@code (1−b)·old + b·new} that are about to be published, 0…1; 0 in the shadow. */
  double share();

  /** What both made of a tick. Called once a tick, after {@link #share}. */
  void compared(ShadowTick tick);
}

package io.adaptivelb.simulator.engine;

/** When requests come, whatever becomes of them (open loop). */
public interface Arrivals {
  /** The time of the next request in seconds, never before that of the last; infinity when no more come. */
  double next();
}

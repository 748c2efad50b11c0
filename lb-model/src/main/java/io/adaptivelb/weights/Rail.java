package io.adaptivelb.weights;

/** The safety rails between the estimate and a published weight; each is counted and shown when it binds. */
public enum Rail {
  /** Lifted to the exploration floor, so that the endpoint goes on producing data. */
  EXPLORATION_FLOOR,
  /** Held back to the largest step up in one tick. */
  MAX_STEP_UP,
  /** Held back to the largest step down in one tick. */
  MAX_STEP_DOWN,
  /** Held to the largest multiple of the fair share. */
  MAX_RATIO,
  /** The cluster's capacities differ so little that equal weights serve it better. */
  DEAD_BAND,
  /** The change since the last push is too small or too soon to be worth a push. */
  MIN_PUSH_INTERVAL,
  /** A new or restarted endpoint is warming up. */
  SLOW_START,
  /** Errors moved it to its probe weight. */
  EJECTION,
  /** It comes back from an ejection in steps. */
  RETURN_RAMP,
  /** Too many would be ejected or marked, so none (more) is. */
  PANIC,
  /** The fast path cut it because requests pile up there. */
  HOT_CUT,
  /** Its telemetry is old, so its weight fades to neutral. */
  STALENESS_FADE,
  /** Its telemetry contradicts itself or its observers, so it counts for less. */
  TELEMETRY_DOUBT,
  /** The loop oscillates or would, so its gain is reduced. */
  LOOP_GAIN
}

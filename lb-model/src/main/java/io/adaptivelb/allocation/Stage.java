package io.adaptivelb.allocation;

/** The steps from a fair share to a published weight, in the order in which they are applied. */
public enum Stage {
  /** Every weight starts at the fair share. */
  FAIR_SHARE,
  /** What the estimate says: capacity, and errors below ejection. */
  ESTIMATE,
  /** Pulled to neutral as far as the telemetry contradicts itself. */
  TELEMETRY_DOUBT,
  /** Pulled to neutral as the telemetry grows old. */
  STALENESS_FADE,
  /** Joined with the last tick's weight. */
  GAIN,
  /** Joined more slowly, because the loop oscillates or would. */
  LOOP_GAIN,
  /** Held back to the largest step up. */
  MAX_STEP_UP,
  /** Held back to the largest step down. */
  MAX_STEP_DOWN,
  /** Held to the largest ratio. */
  MAX_RATIO,
  /** Lifted to the floor. What comes out of this stage is what the next tick starts from. */
  EXPLORATION_FLOOR,
  /** Made equal, where the differences are too small to matter. */
  DEAD_BAND,
  /** What is expected to change by the time the weight is in force. */
  FORECAST,
  /** Ramped up after a start. */
  SLOW_START,
  /** Moved to its probe weight. */
  EJECTION,
  /** On its way back. */
  RETURN_RAMP,
  /** Cut by the fast path. */
  HOT_CUT,
  /** Left as published, because the change is too small or too soon. */
  MIN_PUSH_INTERVAL,
  /** A person's word. */
  OVERRIDE
}

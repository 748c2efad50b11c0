package io.adaptivelb.telemetry;

/**
 * Turns a cumulative counter into what happened between two readings, and survives its resets: a counter that went down
 * restarted from zero, so all that it shows happened since (the rule of Prometheus' {@code increase}).
 *
 * <p>Not thread-safe.
 */
public final class CounterDelta {
  private double last = Double.NaN;

  /**
   * The increase since the previous reading; 0 for the first, whose past is unknown.
   *
   * @throws IllegalArgumentException when the reading is negative, infinite or NaN; the state is then unchanged
   */
  public double update(double reading) {
    if (!(reading >= 0) || Double.isInfinite(reading)) {
      throw new IllegalArgumentException(
          "counter reads %s; a counter is finite and ≥ 0".formatted(reading));
    }
    double delta = Double.isNaN(last) ? 0 : reading >= last ? reading - last : reading;
    last = reading;
    return delta;
  }

  /** Tells that the process behind the counter restarted: the next reading counts from zero. */
  public void restarted() {
    last = 0;
  }
}

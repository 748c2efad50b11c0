package io.adaptivelb.demo.backend;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time since a phase began, which faults are set by. It stands at zero until {@link #start}. Thread-safe.
 */
public final class PhaseClock {
  private final LongSupplier nanoTime;
  private volatile long startNanos;
  private volatile boolean started;

  /** A clock over {@code nanoTime}, usually {@link System#nanoTime}. */
  public PhaseClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Begins the phase at a moment of the underlying clock; before it the elapsed time is zero. */
  public void start(long atNanos) {
    startNanos = atNanos;
    started = true;
  }

  /** Time since the start; never negative. */
  public Duration elapsed() {
    return started
        ? Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - startNanos))
        : Duration.ZERO;
  }
}

package io.adaptivelb.simulator.engine;

/**
 * The meters of an endpoint's machine that move slowly: load average and memory.
 *
 * <p>The load average is Linux's of one minute, {@code dL/dt = (runnable − L) / 60 s}, without Linux's sampling every 5 s. It is the
 * machine's and survives a restart of the process. Memory in use is a base, a little for the requests of the last seconds, and
 * of what is then free the share that leaked or is held: {@code m = u + (1 − u) · held}. Not thread-safe.
 */
final class Gauges {
  private static final double LOAD_SECONDS = 60;
  private static final double REQUEST_SECONDS = 10;

  /** Share of the memory that as many requests need as slots and queue can hold. */
  private static final double REQUEST_MEMORY = 0.15;

  private final double base;
  private final int room;
  private double runnable;
  private double requests;
  private double held;

  /**
   * Meters of an idle machine.
   *
   * @param base share of the memory that the process needs in any case; 0…1
   * @param room requests that it can hold at most; ≥ 1
   */
  Gauges(double base, int room) {
    this.base = base;
    this.room = room;
  }

  /** So many seconds passed with as many runnable threads and requests. */
  void pass(double seconds, double nowRunnable, int nowRequests) {
    runnable += (nowRunnable - runnable) * gain(seconds / LOAD_SECONDS);
    requests += (nowRequests - requests) * gain(seconds / REQUEST_SECONDS);
  }

  /** 1 − e⁻ˣ; most events are so close together that two terms of the series are exact to 1e-7 of it. */
  private static double gain(double x) {
    return x < 1e-3 ? x * (1 - x / 2) : -StrictMath.expm1(-x);
  }

  /** The share of what would be free that cannot be used; 0…1. */
  void hold(double share) {
    held = share;
  }

  /** A new process has what it needs and no more. */
  void restart() {
    held = 0;
    requests = 0;
  }

  double runnable() {
    return runnable;
  }

  double memoryRatio() {
    double used = base + (1 - base) * REQUEST_MEMORY * Math.min(1, requests / room);
    return used + (1 - used) * held;
  }
}

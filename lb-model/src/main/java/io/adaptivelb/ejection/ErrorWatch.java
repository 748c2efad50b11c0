package io.adaptivelb.ejection;

import io.adaptivelb.telemetry.Outcomes;

/**
 * One endpoint's errors over the last half minute or so, with exponential forgetting, and whether they have it ejected. A
 * state machine: active → ejected (held, then probing) → returning → active. Not thread-safe.
 *
 * <p>While it is held it gets next to nothing, so that a failure that lasts costs few requests; then it gets its probe weight
 * until enough was seen. A probe that fails holds it twice as long as before, up to four times.
 */
public final class ErrorWatch {
  /** What a tick keeps of the past: half of the weight lies in the last 15 s. */
  private static final double KEEP = 0.8;

  /** Requests of the prior that a few errors are weighed against. */
  private static final double PRIOR_REQUESTS = 10;

  /** Where the endpoint is. */
  public enum State {
    /** Takes its whole weight. */
    ACTIVE,
    /** Held out, or at its probe weight. */
    EJECTED,
    /** Coming back in steps. */
    RETURNING
  }

  private static final int LONGEST_HOLD = 4;

  /** What a held endpoint keeps: proxies refuse weight 0. */
  private static final double HELD_RATIO = 0.001;

  private final EjectionSettings settings;
  private State state = State.ACTIVE;
  private boolean probing;
  private int holds = 1;
  private long sinceMillis;
  private int step;
  private long probes;
  private long failedProbes;
  private double requests;
  private double errors;
  private Outcomes tick = Outcomes.NONE;

  /** An active endpoint without a past. */
  public ErrorWatch(EjectionSettings settings) {
    this.settings = settings;
  }

  /** Takes a tick's outcomes; call once a tick, with {@link Outcomes#NONE} when nothing was seen. */
  public void observe(Outcomes outcomes) {
    tick = outcomes;
    long answered = outcomes.successes() + outcomes.errors();
    requests = KEEP * requests + answered;
    errors = KEEP * errors + outcomes.errors();
    if (probing || state == State.RETURNING) {
      probes += answered;
      failedProbes += outcomes.errors();
    }
  }

  /** Share of errors in the last tick, 0 when it had too few requests to say. */
  public double tickErrorRatio() {
    long answered = tick.successes() + tick.errors();
    return answered < settings.minRequests() ? 0 : (double) tick.errors() / answered;
  }

  /** Smoothed share of errors, shrunk towards 0 while there are few requests; 0…1. */
  public double errorRatio() {
    return errors / (requests + PRIOR_REQUESTS);
  }

  /** Smoothed count of errors. */
  public double errors() {
    return errors;
  }

  /** Smoothed count of requests that were answered or lost. */
  public double requests() {
    return requests;
  }

  /** Whether the last tick's errors ask for an ejection, given the cluster's median error ratio. */
  public boolean wantsEjection(double medianErrorRatio) {
    if (state == State.EJECTED) {
      return false;
    }
    if (state == State.RETURNING) {
      return probes >= settings.minProbes() && failedRatio() > settings.errorRatio();
    }
    double ratio = tickErrorRatio();
    return ratio > settings.errorRatio() && ratio > settings.relativeRatio() * medianErrorRatio;
  }

  /** Holds it out; twice as long as the last time where it did not prove itself since. */
  public void eject(long nowMillis) {
    holds = state == State.ACTIVE ? 1 : Math.min(LONGEST_HOLD, 2 * holds);
    state = State.EJECTED;
    probing = false;
    sinceMillis = nowMillis;
    forgetProbes();
  }

  /** Forgets all errors: it came back, or the process that made them is gone and a slow start takes the place of a return. */
  public void forgive() {
    state = State.ACTIVE;
    probing = false;
    requests = 0;
    errors = 0;
    forgetProbes();
  }

  /** Starts the way back, whatever the probes say: the cause is known to be gone, or was elsewhere. */
  public void startReturn(long nowMillis) {
    state = settings.returnSteps().isEmpty() ? State.ACTIVE : State.RETURNING;
    probing = false;
    sinceMillis = nowMillis;
    step = 0;
    forgetProbes();
  }

  /** Lets it come back, or a step further, where its probes allow it; call once a tick after the ejections. */
  public void advance(long nowMillis) {
    switch (state) {
      case ACTIVE -> {}
      case EJECTED -> {
        long passed = nowMillis - sinceMillis;
        if (!probing) {
          if (passed >= holds * settings.hold().toMillis()) {
            probing = true;
            sinceMillis = nowMillis;
            forgetProbes();
          }
        } else if (probes >= settings.minProbes()) {
          if (failedRatio() < settings.errorRatio()) {
            startReturn(nowMillis);
          } else {
            eject(nowMillis);
          }
        } else if (passed >= settings.maxHold().toMillis()) {
          startReturn(nowMillis);
        }
      }
      case RETURNING -> {
        if (nowMillis > sinceMillis) {
          step++;
          forgetProbes();
        }
        if (step >= settings.returnSteps().size()) {
          forgive();
        }
      }
    }
  }

  /** Where it is. */
  public State state() {
    return state;
  }

  /** Whether it is ejected and at its probe weight, so that a burst of errors holds it again. */
  public boolean probing() {
    return probing;
  }

  /** The share of its weight that it gets in its state; (0, 1]. */
  public double weightShare() {
    return switch (state) {
      case ACTIVE -> 1;
      case EJECTED -> probing ? settings.probeRatio() : HELD_RATIO;
      case RETURNING -> settings.returnSteps().get(step);
    };
  }

  private double failedRatio() {
    return probes == 0 ? 0 : (double) failedProbes / probes;
  }

  private void forgetProbes() {
    probes = 0;
    failedProbes = 0;
  }
}

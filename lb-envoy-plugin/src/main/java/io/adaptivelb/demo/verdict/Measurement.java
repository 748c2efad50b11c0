package io.adaptivelb.demo.verdict;

import io.adaptivelb.demo.load.RequestLog;

/**
 * What came out of a phase.
 *
 * @param log the measured requests, without those of the initial window
 * @param figures of all of them
 * @param lag the generator's own
 * @param machineBusyRatio mean share of this machine's cores that was busy; NaN where the system does not say
 */
public record Measurement(RequestLog log, Figures figures, Lag lag, double machineBusyRatio) {
  /** The measurement that a log of measured requests holds. */
  public static Measurement of(RequestLog log, double machineBusyRatio) {
    return new Measurement(log, Figures.of(log), Lag.of(log), machineBusyRatio);
  }

  /** The number of measured requests. */
  public int requests() {
    return log.to() - log.from();
  }
}

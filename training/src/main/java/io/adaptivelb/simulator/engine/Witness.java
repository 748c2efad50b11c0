package io.adaptivelb.simulator.engine;

/** Sees how every request ends for its proxy: measures, outlier detection, a controller's view of its proxies. */
public interface Witness {
  /** A request ended {@code seconds} after it was sent, which was at {@code sent}; {@code endpoint} had its last attempt. */
  void ended(int proxy, int endpoint, Outcome outcome, double seconds, double sent);

  /** An attempt ended so, {@code seconds} after it was sent, and the request goes to another endpoint. */
  default void retried(int proxy, int endpoint, Outcome outcome, double seconds) {}
}

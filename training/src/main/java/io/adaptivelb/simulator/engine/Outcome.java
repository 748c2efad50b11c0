package io.adaptivelb.simulator.engine;

/** How a request ended for the proxy that sent it. */
public enum Outcome {
  /** Answered, and not by an error. */
  SUCCESS,
  /** Answered with 5xx. */
  SERVER_ERROR,
  /** Refused by a full queue: 503. */
  REJECTED,
  /** The proxy gave up first; the endpoint goes on with it. */
  TIMEOUT,
  /** Nobody listened, or the endpoint died while it had the request. */
  CONNECTION_FAILURE
}

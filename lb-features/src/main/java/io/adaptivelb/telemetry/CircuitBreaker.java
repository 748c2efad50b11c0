package io.adaptivelb.telemetry;

/** The state of the circuit breaker in front of an endpoint, as its observer reports it. */
public enum CircuitBreaker {
  /** The observer has none, or does not say. */
  UNKNOWN,
  /** Requests pass. */
  CLOSED,
  /** Some requests pass, as probes. */
  HALF_OPEN,
  /** No request passes. */
  OPEN
}

package io.adaptivelb.auth;

/** What a caller may do; each role includes the ones before it. */
public enum Role {
  /** Reads weights, explanations, status and the audit log. */
  VIEWER,
  /** Also overrides weights. */
  OPERATOR,
  /** Also handles models. */
  SCIENTIST;

  /** Whether this role is enough where {@code needed} is asked for. */
  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }
}

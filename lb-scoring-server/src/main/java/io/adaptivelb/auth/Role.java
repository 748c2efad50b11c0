package io.adaptivelb.auth;

/** What a caller may do; each role includes the ones before it. */
public enum Role {
  /** Reads weights, explanations, status and the audit log. */
  VIEWER,
  /** Also overrides weights, and rolls models back. */
  OPERATOR,
  /** Also imports models and brings them from stage to stage. */
  SCIENTIST;

  /** Whether this role is enough where {@code needed} is asked for. */
  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }
}

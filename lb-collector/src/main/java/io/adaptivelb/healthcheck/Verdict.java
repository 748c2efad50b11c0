package io.adaptivelb.healthcheck;

import io.adaptivelb.failure.FailureCode;
import java.util.Optional;

/**
 * Counts checks in a row until they change its mind. Not thread-safe.
 *
 * <p>Until its first verdict an endpoint is neither healthy nor unhealthy. One good check is then enough, as in Envoy:
 * there is no bad past to outweigh. A refused connection counts as two bad checks, because it is the peer's kernel that
 * says that nobody listens; a lost packet, a pause or an overload look different.
 *
 * <p>Before the first verdict it takes {@value #FIRST_TIMEOUTS} missed deadlines more than usual: a process that has
 * just started is slow, and so are we then.
 */
public final class Verdict {
  private static final int REFUSED_COUNTS = 2;
  private static final int FIRST_TIMEOUTS = 4;

  private final int rise;
  private final int fall;
  private State state = State.UNKNOWN;
  private int inARow;

  private enum State {
    UNKNOWN,
    HEALTHY,
    UNHEALTHY
  }

  /** A change of mind. */
  public record Change(boolean healthy, String reason) {}

  /** A verdict that takes so many good or bad checks in a row; both ≥ 1. */
  public Verdict(int rise, int fall) {
    this.rise = rise;
    this.fall = fall;
  }

  /** Takes note of a check. */
  public Optional<Change> note(ProbeResult result) {
    return switch (result) {
      case ProbeResult.Passed good -> passed(good.reason());
      case ProbeResult.Failed bad ->
        failed(bad.failure().code(), String.valueOf(bad.failure().getMessage()));
    };
  }

  private Optional<Change> passed(String reason) {
    if (state == State.HEALTHY) {
      inARow = 0;
      return Optional.empty();
    }
    inARow = Math.max(0, inARow) + 1;
    return inARow >= rise || state == State.UNKNOWN
        ? become(State.HEALTHY, reason)
        : Optional.empty();
  }

  /** Bad checks in a row are counted below zero. */
  private Optional<Change> failed(FailureCode code, String reason) {
    if (state == State.UNHEALTHY) {
      inARow = 0;
      return Optional.empty();
    }
    inARow = Math.min(0, inARow) - (code == FailureCode.CONNECTION_REFUSED ? REFUSED_COUNTS : 1);
    int patience = state == State.UNKNOWN && code == FailureCode.TIMEOUT ? FIRST_TIMEOUTS : 0;
    return -inARow >= fall + patience ? become(State.UNHEALTHY, reason) : Optional.empty();
  }

  private Optional<Change> become(State next, String reason) {
    state = next;
    inARow = 0;
    return Optional.of(new Change(next == State.HEALTHY, reason));
  }
}

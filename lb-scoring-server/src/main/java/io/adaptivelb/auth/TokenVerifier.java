package io.adaptivelb.auth;

import org.jspecify.annotations.Nullable;

/** Decides who calls. Thread-safe, quick, never throws for what a peer sends. */
@FunctionalInterface
public interface TokenVerifier {
  /**
   * Checks one call.
   *
   * @param authorization the value of the {@code authorization} header or metadata entry as it came, null when there is
   *     none
   * @param peer the address that the connection comes from, without its port; failed attempts are limited by it
   */
  Verdict verify(@Nullable String authorization, String peer);

  /** The outcome. */
  sealed interface Verdict {}

  /**
   * The call may go on, within the caller's role.
   *
   * @param principal who calls
   */
  record Granted(Principal principal) implements Verdict {}

  /**
   * The call must not go on: HTTP 401 or 429, gRPC {@code UNAUTHENTICATED} or {@code RESOURCE_EXHAUSTED}.
   *
   * @param reason which of the rules it breaks
   * @param message for the caller; never contains what was sent
   */
  record Refused(Reason reason, String message) implements Verdict {}

  /** Why a call is refused. */
  enum Reason {
    /** No token came. */
    MISSING,
    /** What came is not {@code Bearer <token>}. */
    MALFORMED,
    /** No such token. */
    UNKNOWN,
    /** Too many failed attempts from that address. */
    LIMITED
  }
}

package io.adaptivelb.auth;

/**
 * Who calls. Immutable.
 *
 * @param name for the audit log
 * @param role what the caller may do
 * @param personal whether the name stands for one person or service; false where a token is shared or none is demanded
 */
public record Principal(String name, Role role, boolean personal) {
  /** Whoever calls where no token is demanded: loopback only. */
  public static final Principal ANONYMOUS = new Principal("anonymous", Role.SCIENTIST, false);
}

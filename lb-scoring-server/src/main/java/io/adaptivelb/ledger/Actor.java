package io.adaptivelb.ledger;

/**
 * Who changes overrides.
 *
 * @param by the caller, as the server knows it
 * @param origin where the call came from: interface, address and program; control characters are replaced, the rest is cut
 *     at {@value #MAX_ORIGIN} characters
 */
public record Actor(String by, String origin) {
  /** Ends what has expired. */
  public static final Actor CLOCK = new Actor("clock", "server");

  private static final int MAX_ORIGIN = 200;

  /** Cleans the origin, which a peer has a say in. */
  public Actor {
    String printable = origin.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    origin = printable.substring(0, Math.min(printable.length(), MAX_ORIGIN));
  }
}

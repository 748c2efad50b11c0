package io.adaptivelb.models;

/**
 * Who changes models, as the registry's history names it: {@code alice (anonymous, rest 127.0.0.1)}. What stands before the
 * parentheses is the caller's word, unless it is the name of the caller's token; what stands in them is the program's.
 */
public final class ModelActor {
  /** The longest name that a person may give. */
  public static final int MAX_PERSON = 60;

  private static final int MAX = 100;

  private ModelActor() {}

  /**
   * Somebody who gave a name.
   *
   * @param person the name given; at most {@value #MAX_PERSON} characters
   * @param origin what is known for sure: the token's name, the interface and the address
   */
  public static String named(String person, String origin) {
    String name = clip(bracketed(person), MAX_PERSON);
    return "%s (%s)".formatted(name, clip(origin, MAX - name.length() - 3));
  }

  /** Whether a name in the history is that of a person, as given or as known. */
  static boolean isBy(String actor, String person) {
    String name = bracketed(person);
    return actor.equals(person)
        || actor.startsWith(name + " (")
        || actor.contains(" (" + name + ", ");
  }

  /** Parentheses are the program's, so that nobody writes somebody else into them. */
  private static String bracketed(String person) {
    return person.replace('(', '[').replace(')', ']');
  }

  private static String clip(String text, int max) {
    String printable = text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    return printable.length() <= max ? printable : printable.substring(0, max);
  }
}

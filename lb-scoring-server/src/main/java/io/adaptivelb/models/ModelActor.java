package io.adaptivelb.models;

/**
 * Who changes models, as the registry's history names it: {@code alice}, or where a person only says so, {@code alice
 * (anonymous, rest 127.0.0.1)}. What stands in the parentheses is the program's word.
 */
public final class ModelActor {
  /** The longest name that a person may give. */
  public static final int MAX_PERSON = 60;

  private static final int MAX = 100;

  private ModelActor() {}

  /** Somebody whose name is known for sure. */
  public static String known(String person) {
    return clip(person, MAX);
  }

  /**
   * Somebody who gave a name.
   *
   * @param person the name given; at most {@value #MAX_PERSON} characters
   * @param origin what is known for sure: the token's name, the interface and the address
   */
  public static String named(String person, String origin) {
    String name = clip(person, MAX_PERSON);
    return "%s (%s)".formatted(name, clip(origin, MAX - name.length() - 3));
  }

  /** Whether a name in the history is that of a person. */
  static boolean isBy(String actor, String person) {
    return actor.equals(person) || actor.startsWith(person + " (");
  }

  private static String clip(String text, int max) {
    String printable = text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    return printable.length() <= max ? printable : printable.substring(0, max);
  }
}

package io.adaptivelb.domain;

/**
 * The name of a group of interchangeable endpoints, as the proxies know it (Envoy's cluster name).
 *
 * @param value 1 to 253 printable characters without spaces
 */
public record ClusterId(String value) implements Comparable<ClusterId> {
  private static final int MAX_LENGTH = 253;

  /** Throws {@link IllegalArgumentException} when {@code value} breaks the rule above. */
  public ClusterId {
    Names.requireName("cluster", value, MAX_LENGTH);
  }

  @Override
  public int compareTo(ClusterId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

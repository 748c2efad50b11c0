package io.adaptivelb.domain;

/** The rule that every name of the domain obeys: short, printable, no spaces. */
final class Names {
  private Names() {}

  static void requireName(String what, String value, int maxLength) {
    if (value.isEmpty() || value.length() > maxLength) {
      throw new IllegalArgumentException("%s name %s has %d characters; 1 to %d are allowed"
          .formatted(what, quote(value), value.length(), maxLength));
    }
    requirePrintable(what, value);
  }

  static void requirePrintable(String what, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isSurrogate(c) && !isPaired(value, i)) {
        throw new IllegalArgumentException(
            "%s name %s is not valid Unicode at index %d".formatted(what, quote(value), i));
      }
      if (c <= ' ' || c == 0x7f || Character.isISOControl(c) || Character.isWhitespace(c)) {
        throw new IllegalArgumentException("%s name %s has a space or control character at index %d"
            .formatted(what, quote(value), i));
      }
    }
  }

  /** Half a pair has no UTF-8 form, so such a name would not come back from the wire or the disk. */
  private static boolean isPaired(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
  }

  /** Names come from peers: what we echo of them is bounded and has no control characters. */
  static String quote(String value) {
    String printable = value.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= 80
        ? '"' + printable + '"'
        : '"' + printable.substring(0, 80) + "…\"";
  }
}

package io.adaptivelb.exposition;

/** Which bytes names are made of: {@code [a-zA-Z_:][a-zA-Z0-9_:]*}, label names without the colon. */
final class Names {
  private static final byte FIRST = 1;
  private static final byte LATER = 2;
  private static final byte METRIC_ONLY = 4;
  private static final byte[] KINDS = new byte[128];

  static {
    for (char c = 'a'; c <= 'z'; c++) {
      KINDS[c] = FIRST | LATER;
      KINDS[c - 'a' + 'A'] = FIRST | LATER;
    }
    for (char c = '0'; c <= '9'; c++) {
      KINDS[c] = LATER;
    }
    KINDS['_'] = FIRST | LATER;
    KINDS[':'] = METRIC_ONLY;
  }

  private Names() {}

  /** The byte after the name that starts at {@code from}; {@code from} itself when none does. */
  static int end(byte[] page, int from, int end, boolean metric) {
    int first = FIRST | (metric ? METRIC_ONLY : 0);
    int later = LATER | (metric ? METRIC_ONLY : 0);
    int at = from;
    while (at < end && page[at] >= 0 && (KINDS[page[at]] & (at == from ? first : later)) != 0) {
      at++;
    }
    return at;
  }
}

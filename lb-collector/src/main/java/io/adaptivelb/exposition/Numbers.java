package io.adaptivelb.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads numbers as Go's {@code ParseFloat} does, which both formats refer to, without hexadecimal and underscores. Not
 * thread-safe.
 *
 * <p>The common case allocates nothing: when mantissa and power of ten are both exact doubles, one multiplication or
 * division rounds correctly (Clinger, "How to read floating point numbers accurately", 1990). The rest goes to {@link
 * Double#parseDouble}.
 */
final class Numbers {
  private static final int MAX_LENGTH = 64;
  private static final long MAX_EXACT = 1L << 53;
  private static final double[] POWERS_OF_TEN = new double[23];

  static {
    double power = 1;
    for (int i = 0; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = power;
      power *= 10;
    }
  }

  private double value;

  /** What the last {@link #parse} that said true has read. */
  double value() {
    return value;
  }

  /** Whether the bytes are a number, no more and no less. */
  boolean parse(byte[] bytes, int from, int to) {
    int at = from;
    boolean negative = at < to && bytes[at] == '-';
    if (negative || (at < to && bytes[at] == '+')) {
      at++;
    }
    if (at == to || to - from > MAX_LENGTH) {
      return false;
    }
    if (bytes[at] > '9') {
      return word(bytes, at, to, negative, at > from);
    }
    long mantissa = 0;
    int digits = 0;
    int scale = 0;
    boolean point = false;
    for (; at < to; at++) {
      byte b = bytes[at];
      if (b >= '0' && b <= '9') {
        // More than 18 digits may overflow; the result is then not used.
        mantissa = 10 * mantissa + (b - '0');
        digits++;
        scale += point ? 1 : 0;
      } else if (b == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return false;
    }
    int exponent = 0;
    if (at < to) {
      if (bytes[at] != 'e' && bytes[at] != 'E') {
        return false;
      }
      at++;
      boolean down = at < to && bytes[at] == '-';
      if (down || (at < to && bytes[at] == '+')) {
        at++;
      }
      if (at == to) {
        return false;
      }
      for (; at < to; at++) {
        if (bytes[at] < '0' || bytes[at] > '9') {
          return false;
        }
        exponent = Math.min(100_000, 10 * exponent + (bytes[at] - '0'));
      }
      exponent = down ? -exponent : exponent;
    }
    int power = exponent - scale;
    if (digits <= 18 && mantissa <= MAX_EXACT && Math.abs(power) < POWERS_OF_TEN.length) {
      double exact = power < 0 ? mantissa / POWERS_OF_TEN[-power] : mantissa * POWERS_OF_TEN[power];
      value = negative ? -exact : exact;
    } else {
      value = Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }
    return true;
  }

  private boolean word(byte[] bytes, int from, int to, boolean negative, boolean signed) {
    String word =
        new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    if (word.equals("inf") || word.equals("infinity")) {
      value = negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      return true;
    }
    value = Double.NaN;
    return word.equals("nan") && !signed;
  }
}

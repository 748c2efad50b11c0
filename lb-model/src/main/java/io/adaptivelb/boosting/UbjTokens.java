package io.adaptivelb.boosting;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Universal Binary JSON, the part of it that XGBoost writes: lengths are 64 bits wide and precede, arrays of numbers are typed
 * ({@code [$d#L…}), other arrays are counted. Markers that XGBoost never writes (no-ops, characters, high-precision numbers)
 * are refused. No library that is still kept reads the format (the newest is of 2018 and allocates whatever length a file
 * declares).
 *
 * @see <a href="https://ubjson.org">Universal Binary JSON, draft 12</a>
 */
final class UbjTokens implements Tokens {
  private static final long UNCOUNTED = -1;
  private static final byte ANY = 0;

  private final ByteBuffer bytes;

  /** The open containers: '{' or '[', what is left in a counted array, and the type of a typed one. */
  private final byte[] open = new byte[MAX_NESTING];

  private final long[] left = new long[MAX_NESTING];
  private final byte[] types = new byte[MAX_NESTING];
  private int depth;
  private boolean started;
  private boolean valueDue;

  private String text = "";
  private long whole;
  private double fraction;
  private boolean isWhole;
  private boolean truth;

  UbjTokens(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  @Override
  public Kind next() {
    if (depth == 0) {
      if (started) {
        if (bytes.hasRemaining()) {
          throw broken("%d bytes after the end".formatted(bytes.remaining()));
        }
        return Kind.END;
      }
      started = true;
      return value(marker());
    }
    int top = depth - 1;
    if (open[top] == '{') {
      if (valueDue) {
        valueDue = false;
        return value(marker());
      }
      if (peek() == '}') {
        bytes.get();
        depth--;
        return Kind.OBJECT_END;
      }
      text = string();
      valueDue = true;
      return Kind.KEY;
    }
    if (left[top] == UNCOUNTED) {
      if (peek() == ']') {
        bytes.get();
        depth--;
        return Kind.ARRAY_END;
      }
      return value(marker());
    }
    if (left[top] == 0) {
      depth--;
      return Kind.ARRAY_END;
    }
    left[top]--;
    return value(types[top] == ANY ? marker() : types[top]);
  }

  private Kind value(byte marker) {
    return switch (marker) {
      case '{' -> {
        open('{', UNCOUNTED, ANY);
        yield Kind.OBJECT;
      }
      case '[' -> {
        array();
        yield Kind.ARRAY;
      }
      case 'S' -> {
        text = string();
        yield Kind.STRING;
      }
      case 'Z' -> Kind.NULL;
      case 'T', 'F' -> {
        truth = marker == 'T';
        yield Kind.BOOLEAN;
      }
      default -> {
        number(marker);
        yield Kind.NUMBER;
      }
    };
  }

  private void array() {
    byte type = ANY;
    if (peek() == '$') {
      bytes.get();
      type = marker();
      if (size(type) == 0) {
        throw broken("%s is no type for an array".formatted(shown(type)));
      }
      if (peek() != '#') {
        throw broken("a typed array without a length");
      }
    }
    if (peek() != '#') {
      open('[', UNCOUNTED, ANY);
      return;
    }
    bytes.get();
    long count = length();
    if (count > bytes.remaining() / Math.max(1, size(type))) {
      throw broken(
          "an array of %d elements, but %d bytes are left".formatted(count, bytes.remaining()));
    }
    open('[', count, type);
  }

  private void number(byte marker) {
    int size = size(marker);
    if (size == 0) {
      throw broken("%s begins no value".formatted(shown(marker)));
    }
    require(size);
    isWhole = true;
    switch (marker) {
      case 'i' -> whole = bytes.get();
      case 'U' -> whole = bytes.get() & 0xff;
      case 'I' -> whole = bytes.getShort();
      case 'l' -> whole = bytes.getInt();
      case 'L' -> whole = bytes.getLong();
      default -> {
        fraction = marker == 'd' ? bytes.getFloat() : bytes.getDouble();
        isWhole = false;
      }
    }
  }

  private static int size(byte type) {
    return switch (type) {
      case 'i', 'U' -> 1;
      case 'I' -> 2;
      case 'l', 'd' -> 4;
      case 'L', 'D' -> 8;
      default -> 0;
    };
  }

  private String string() {
    long length = length();
    if (length > MAX_TEXT) {
      throw broken("a text of %d bytes, at most %d are taken".formatted(length, MAX_TEXT));
    }
    require(length);
    ByteBuffer part = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException notUtf8) {
      throw broken("text that is not UTF-8");
    }
  }

  private long length() {
    byte marker = marker();
    if (marker != 'L') {
      throw broken("a length of type %s, XGBoost writes 'L'".formatted(shown(marker)));
    }
    require(8);
    long length = bytes.getLong();
    if (length < 0) {
      throw broken("a length of %d".formatted(length));
    }
    return length;
  }

  private void open(char container, long count, byte type) {
    if (depth == MAX_NESTING) {
      throw broken("nests deeper than %d".formatted(MAX_NESTING));
    }
    open[depth] = (byte) container;
    left[depth] = count;
    types[depth] = type;
    depth++;
  }

  private static String shown(byte marker) {
    return marker > ' ' && marker < 127 ? "'" + (char) marker + "'" : "0x%02x".formatted(marker);
  }

  private byte marker() {
    require(1);
    return bytes.get();
  }

  private byte peek() {
    require(1);
    return bytes.get(bytes.position());
  }

  private void require(long count) {
    if (bytes.remaining() < count) {
      throw broken("ends where %d more bytes must follow".formatted(count - bytes.remaining()));
    }
  }

  private RefusedModelException broken(String detail) {
    return new RefusedModelException(new Refusal.Malformed("UBJSON", bytes.position(), detail));
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public float single() {
    return isWhole ? whole : (float) fraction;
  }

  @Override
  public long whole(String where) {
    if (!isWhole) {
      throw new RefusedModelException(
          new Refusal.WrongType(where, Double.toString(fraction), "a whole number"));
    }
    return whole;
  }

  @Override
  public boolean truth() {
    return truth;
  }
}

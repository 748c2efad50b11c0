package io.adaptivelb.exposition;

import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Checks that bytes are UTF-8; a page of ASCII, as nearly all are, costs an eighth of a look per byte. */
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  static void check(byte[] bytes, int from, int to) throws SourceFailure {
    int at = from;
    while (at + 8 <= to && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
      at += 8;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    if (at == to) {
      return;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer rest = ByteBuffer.wrap(bytes, at, to - at);
    CharBuffer characters = CharBuffer.allocate(4096);
    CoderResult result;
    do {
      characters.clear();
      result = decoder.decode(rest, characters, true);
    } while (result.isOverflow());
    if (result.isError()) {
      int position = rest.position();
      throw new SourceFailure(
          FailureCode.NOT_UTF8,
          "byte %d of the page, 0x%02x, is not UTF-8".formatted(position - from, bytes[position]));
    }
  }
}

package io.adaptivelb.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteWriter} wrote; anything else ends in a {@link CorruptRecordException}. */
final class ByteReader {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int position;

  ByteReader(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  int readByte() throws CorruptRecordException {
    require(1);
    return bytes[position++] & 0xff;
  }

  int readShort() throws CorruptRecordException {
    require(Short.BYTES);
    int value = (short) SHORT.get(bytes, position) & 0xffff;
    position += Short.BYTES;
    return value;
  }

  int readInt() throws CorruptRecordException {
    require(Integer.BYTES);
    int value = (int) INT.get(bytes, position);
    position += Integer.BYTES;
    return value;
  }

  double readDouble() throws CorruptRecordException {
    require(Long.BYTES);
    double value = Double.longBitsToDouble((long) LONG.get(bytes, position));
    position += Long.BYTES;
    return value;
  }

  long readVarint() throws CorruptRecordException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new CorruptRecordException("a number has more than ten bytes");
  }

  /** A number that must be in {@code 0…max}. */
  int readVarint(int max) throws CorruptRecordException {
    long value = readVarint();
    if (value < 0 || value > max) {
      throw new CorruptRecordException("%d is not in 0…%d".formatted(value, max));
    }
    return (int) value;
  }

  long readSigned() throws CorruptRecordException {
    long value = readVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  String readString() throws CorruptRecordException {
    int length = readVarint(end - position);
    require(length);
    try {
      String value = StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, position, length))
          .toString();
      position += length;
      return value;
    } catch (CharacterCodingException e) {
      throw new CorruptRecordException("a name is not UTF-8", e);
    }
  }

  void skip(int count) throws CorruptRecordException {
    require(count);
    position += count;
  }

  void requireEnd() throws CorruptRecordException {
    if (position != end) {
      throw new CorruptRecordException("%d bytes too many".formatted(end - position));
    }
  }

  private void require(int more) throws CorruptRecordException {
    if (end - position < more) {
      throw new CorruptRecordException("cut off after %d bytes".formatted(end));
    }
  }
}

package io.adaptivelb.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer that is used again and again. Little-endian; not thread-safe. */
final class ByteWriter {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LONGEST = 10;

  private byte[] bytes = new byte[512];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** The bytes so far are its first {@link #size}; valid until the next write. */
  byte[] buffer() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  void writeByte(int value) {
    room(LONGEST);
    bytes[size++] = (byte) value;
  }

  void writeShort(int value) {
    room(LONGEST);
    SHORT.set(bytes, size, (short) value);
    size += Short.BYTES;
  }

  void setShort(int position, int value) {
    SHORT.set(bytes, position, (short) value);
  }

  void writeInt(int value) {
    room(LONGEST);
    INT.set(bytes, size, value);
    size += Integer.BYTES;
  }

  void writeDouble(double value) {
    room(LONGEST);
    LONG.set(bytes, size, Double.doubleToLongBits(value));
    size += Long.BYTES;
  }

  /** Seven bits a byte, the lowest first; negative values take ten bytes. */
  void writeVarint(long value) {
    room(LONGEST);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Small absolute values take few bytes. */
  void writeSigned(long value) {
    writeVarint((value << 1) ^ (value >> 63));
  }

  void writeString(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    writeVarint(utf8.length);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}

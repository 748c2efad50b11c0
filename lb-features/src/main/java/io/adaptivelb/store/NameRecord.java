package io.adaptivelb.store;

import java.util.ArrayList;
import java.util.List;

/**
 * A name behind an id, and the slice of time in which it was last written.
 *
 * @param lastSlice the name is written anew when its data are an hour ahead of this
 * @param parts what the name consists of; not empty
 */
record NameRecord(long lastSlice, List<String> parts) {
  private static final int VERSION = 1;
  private static final int MAX_PARTS = 8;

  byte[] encode(byte[] key) {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeVarint(lastSlice);
    out.writeVarint(parts.size());
    parts.forEach(out::writeString);
    new Checksum().append(key, out);
    return out.toByteArray();
  }

  static NameRecord decode(byte[] key, byte[] value) throws CorruptRecordException {
    ByteReader in = new Checksum().verified(key, value);
    int version = in.readByte();
    if (version != VERSION) {
      throw new CorruptRecordException(
          "version %d; this program reads %d".formatted(version, VERSION));
    }
    long lastSlice = in.readVarint();
    int count = in.readVarint(MAX_PARTS);
    List<String> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      parts.add(in.readString());
    }
    in.requireEnd();
    return new NameRecord(lastSlice, List.copyOf(parts));
  }
}

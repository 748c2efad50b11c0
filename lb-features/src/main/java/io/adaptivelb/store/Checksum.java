package io.adaptivelb.store;

import java.util.zip.CRC32C;

/** CRC-32C over a record's key and value, at the end of the value: a record under a foreign key is damaged as well. */
final class Checksum {
  static final int BYTES = Integer.BYTES;

  private final CRC32C crc = new CRC32C();

  void append(byte[] key, ByteWriter value) {
    value.writeInt(of(key, value.buffer(), value.size()));
  }

  /** The value without its checksum. */
  ByteReader verified(byte[] key, byte[] value) throws CorruptRecordException {
    int end = value.length - BYTES;
    if (end < 0) {
      throw new CorruptRecordException("%d bytes are too few for a record".formatted(value.length));
    }
    ByteReader stored = new ByteReader(value, value.length);
    stored.skip(end);
    if (stored.readInt() != of(key, value, end)) {
      throw new CorruptRecordException("the checksum does not match");
    }
    return new ByteReader(value, end);
  }

  private int of(byte[] key, byte[] value, int end) {
    crc.reset();
    crc.update(key, 0, key.length);
    crc.update(value, 0, end);
    return (int) crc.getValue();
  }
}

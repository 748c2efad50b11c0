package io.adaptivelb.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * One line of the log: a JSON object whose last field is the CRC-32C of the bytes before it, {@code
 * {"sequence":7,…,"crc":"1c291ca3"}}.
 */
public final class JournalLine {
  private static final byte[] CRC_FIELD = ",\"crc\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int CRC_DIGITS = 8;
  private static final int SUFFIX = CRC_FIELD.length + CRC_DIGITS + 2;

  private JournalLine() {}

  /**
   * The line of a document, with its newline.
   *
   * @param document what the mapper writes as a JSON object with one field or more
   */
  public static byte[] encode(ObjectMapper mapper, Object document) {
    byte[] json;
    try {
      json = mapper.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s does not become JSON".formatted(document.getClass().getSimpleName()), e);
    }
    int body = json.length - 1;
    byte[] line = new byte[body + SUFFIX + 1];
    System.arraycopy(json, 0, line, 0, body);
    System.arraycopy(CRC_FIELD, 0, line, body, CRC_FIELD.length);
    byte[] digits = digits(json, 0, body);
    System.arraycopy(digits, 0, line, body + CRC_FIELD.length, CRC_DIGITS);
    line[line.length - 3] = '"';
    line[line.length - 2] = '}';
    line[line.length - 1] = '\n';
    return line;
  }

  /** Whether {@code bytes[from, to)}, without its newline, is as it was written. */
  static boolean intact(byte[] bytes, int from, int to) {
    int body = to - SUFFIX;
    if (body <= from || bytes[to - 1] != '}' || bytes[to - 2] != '"') {
      return false;
    }
    for (int i = 0; i < CRC_FIELD.length; i++) {
      if (bytes[body + i] != CRC_FIELD[i]) {
        return false;
      }
    }
    byte[] digits = digits(bytes, from, body);
    for (int i = 0; i < CRC_DIGITS; i++) {
      if (bytes[body + CRC_FIELD.length + i] != digits[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] digits(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return HexFormat.of().toHexDigits((int) crc.getValue()).getBytes(StandardCharsets.US_ASCII);
  }
}

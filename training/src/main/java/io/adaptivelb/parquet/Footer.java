package io.adaptivelb.parquet;

import io.adaptivelb.cli.Lb;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a part says of itself in its key-value metadata.
 *
 * @param schema the id of its {@link DataSchema}
 * @param program that wrote it
 * @param source where the rows come from, with everything that changes them
 * @param first the time of its first row
 * @param last the time of its last row
 * @param complete whether the export ended with it
 */
record Footer(
    String schema, String program, String source, Instant first, Instant last, boolean complete) {
  /** Of the files: their columns and this metadata. */
  private static final String FORMAT = "1";

  private static final String PREFIX = "adaptivelb.";
  private static final String FORMAT_KEY = PREFIX + "format";
  private static final String SCHEMA_KEY = PREFIX + "schema";
  private static final String PROGRAM_KEY = PREFIX + "program";
  private static final String SOURCE_KEY = PREFIX + "source";
  private static final String FIRST_KEY = PREFIX + "first_time";
  private static final String LAST_KEY = PREFIX + "last_time";
  private static final String COMPLETE_KEY = PREFIX + "complete";

  /** One written by this program. */
  static Footer of(
      DataSchema schema, String source, Instant first, Instant last, boolean complete) {
    return new Footer(schema.id(), "adaptive-lb " + Lb.VERSION, source, first, last, complete);
  }

  Map<String, String> toMetadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT_KEY, FORMAT);
    metadata.put(SCHEMA_KEY, schema);
    metadata.put(PROGRAM_KEY, program);
    metadata.put(SOURCE_KEY, source);
    metadata.put(FIRST_KEY, first.toString());
    metadata.put(LAST_KEY, last.toString());
    metadata.put(COMPLETE_KEY, Boolean.toString(complete));
    return metadata;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with the reason when it is not ours, or of another format
   */
  static Footer of(Map<String, String> metadata) {
    String format = metadata.get(FORMAT_KEY);
    if (format == null) {
      throw new IllegalArgumentException(
          "it is a Parquet file, but not a data set of adaptive-lb: it has no " + FORMAT_KEY);
    }
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "it has format %s, this program knows %s; use the program that wrote it, or export anew"
              .formatted(format, FORMAT));
    }
    return new Footer(
        value(metadata, SCHEMA_KEY),
        value(metadata, PROGRAM_KEY),
        value(metadata, SOURCE_KEY),
        time(metadata, FIRST_KEY),
        time(metadata, LAST_KEY),
        Boolean.parseBoolean(value(metadata, COMPLETE_KEY)));
  }

  private static String value(Map<String, String> metadata, String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw new IllegalArgumentException("its metadata has no " + key);
    }
    return value;
  }

  private static Instant time(Map<String, String> metadata, String key) {
    String value = value(metadata, key);
    try {
      return Instant.parse(value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "its metadata has %s %s; it must be a time".formatted(key, value), e);
    }
  }
}

package io.adaptivelb.prediction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A small JSON file of a version, on which nothing is taken on trust when it is read.
 *
 * @param <D> what stands in it
 * @param name of the file
 * @param type what stands in it
 * @param format of what stands in it
 * @param number the format that this program reads
 * @param largest size in bytes
 */
record VersionDocument<D>(
    String name, Class<D> type, ToIntFunction<D> format, int number, int largest) {
  private static final ObjectMapper MAPPER = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
      .build();

  /** As JSON; the same document gives the same bytes. */
  byte[] write(D document) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers always become JSON", e);
    }
  }

  /**
   * Reads one and makes of it what it means.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  <T> T read(byte[] json, Function<D, T> meaning) {
    if (json.length > largest) {
      throw new IllegalArgumentException(
          "%s has %d bytes; at most %d are allowed".formatted(name, json.length, largest));
    }
    D document;
    try {
      document = MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      // The rule of a record is in the cause; Jackson's own words name its classes.
      String message = e.getCause() instanceof IllegalArgumentException rule
          ? rule.getMessage()
          : e.getOriginalMessage().replaceFirst(" \\(index .*", "");
      throw new IllegalArgumentException("%s: %s".formatted(name, message), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("%s: %s".formatted(name, e.getMessage()), e);
    }
    if (document == null || format.applyAsInt(document) != number) {
      throw new IllegalArgumentException("%s has format %s; this program reads format %d"
          .formatted(name, document == null ? "null" : format.applyAsInt(document), number));
    }
    try {
      return meaning.apply(document);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(name, e.getMessage()), e);
    }
  }
}

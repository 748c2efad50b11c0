package io.adaptivelb.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * How manifests and the history become JSON. Strict in reading: no unknown, missing or double keys, no number where a text
 * belongs, bounded depth and lengths, because a manifest may come from anywhere.
 */
final class ManifestJson {
  /** Thread-safe; one line a document. */
  static final ObjectMapper MAPPER = build();

  private ManifestJson() {}

  private static ObjectMapper build() {
    JsonFactory factory = JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(16)
            .maxNumberLength(64)
            .maxStringLength(65_536)
            .maxNameLength(1_000)
            .build())
        .build();
    return JsonMapper.builder(factory)
        .addModule(new JavaTimeModule())
        .addModule(new Jdk8Module())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .build();
  }

  /** Indented, for people; the same manifest gives the same bytes. */
  static byte[] write(Manifest manifest) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest always becomes JSON", e);
    }
  }

  /**
   * Reads a manifest.
   *
   * @throws IllegalArgumentException naming the place, the value and the rule
   */
  static Manifest read(byte[] json) {
    try {
      Manifest manifest = MAPPER.readValue(json, Manifest.class);
      if (manifest == null) {
        throw new IllegalArgumentException("the manifest is null");
      }
      return manifest;
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(
          "unknown key %s in the manifest%s".formatted(Rules.quote(e.getPropertyName()), place(e)),
          e);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException("manifest%s: %s".formatted(place(e), reason(e)), e);
    } catch (IOException e) {
      String message =
          e instanceof JsonProcessingException json2 ? json2.getOriginalMessage() : e.getMessage();
      throw new IllegalArgumentException("the manifest is no JSON: " + message, e);
    }
  }

  private static String place(JsonMappingException e) {
    String path = e.getPath().stream()
        .map(step -> step.getFieldName() == null
            ? "[" + step.getIndex() + "]"
            : Rules.quote(step.getFieldName()))
        .collect(Collectors.joining(" "));
    return path.isEmpty() ? "" : " at " + path;
  }

  /** The rule of a record is in the cause; Jackson's own words name its classes. */
  private static String reason(JsonMappingException e) {
    if (e.getCause() instanceof IllegalArgumentException rule) {
      return String.valueOf(rule.getMessage());
    }
    if (e.getCause() instanceof NullPointerException) {
      return "a value is null";
    }
    String message = String.valueOf(e.getOriginalMessage());
    if (message.startsWith("Missing creator property")) {
      return "the key is missing";
    }
    return message.startsWith("Null value for creator property") ? "the value is null" : message;
  }
}

package io.adaptivelb.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.adaptivelb.api.ModelManifest;
import io.adaptivelb.models.RefusedImport.Kind;
import java.io.IOException;
import java.util.stream.Collectors;

/** Reads the manifest of a model that comes from elsewhere: strictly, but what the registry finds out by itself may be absent. */
final class ManifestReader {
  private static final ObjectMapper MAPPER = build();

  private ManifestReader() {}

  /** Throws {@link RefusedImport} naming the place, the value and the rule. */
  static ModelManifest read(byte[] json) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      if (!(tree instanceof ObjectNode object)) {
        throw refused("it is no JSON object");
      }
      for (String name : new String[] {"parameters", "metrics"}) {
        object.putIfAbsent(name, MAPPER.createObjectNode());
      }
      object.putIfAbsent("seeds", MAPPER.createArrayNode());
      for (String name : new String[] {"format", "version", "files", "parent"}) {
        object.putIfAbsent(name, MAPPER.nullNode());
      }
      if (object.get("provenance") instanceof ObjectNode provenance) {
        provenance.putIfAbsent("gitCommit", MAPPER.nullNode());
      }
      for (String pointer : new String[] {"/created", "/data/from", "/data/to"}) {
        if (object.at(pointer).isNumber()) {
          throw refused("%s is a number, not a time like 2026-11-25T15:12:00Z"
              .formatted(pointer.substring(1).replace('/', '.')));
        }
      }
      return MAPPER.treeToValue(object, ModelManifest.class);
    } catch (UnrecognizedPropertyException e) {
      throw refused("unknown key \"%s\"%s".formatted(e.getPropertyName(), place(e)));
    } catch (JsonMappingException e) {
      throw refused(reason(e) + place(e));
    } catch (JsonProcessingException e) {
      throw refused("it is no JSON: " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw refused("it cannot be read: " + e.getMessage());
    }
  }

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
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .build();
  }

  private static RefusedImport refused(String why) {
    return new RefusedImport(Kind.REFUSED, ModelPackage.MANIFEST + ": " + why);
  }

  private static String place(JsonMappingException e) {
    String path = e.getPath().stream()
        .map(step ->
            step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
        .collect(Collectors.joining());
    return path.isEmpty() ? "" : " at " + path.replaceFirst("^\\.", "");
  }

  /** The rule of a record is in the cause; Jackson's own words name its classes. */
  private static String reason(JsonMappingException e) {
    if (e.getCause() instanceof IllegalArgumentException rule) {
      return String.valueOf(rule.getMessage());
    }
    if (e.getCause() instanceof NullPointerException) {
      return "a value is null";
    }
    String message = firstLine(String.valueOf(e.getOriginalMessage()));
    if (message.startsWith("Missing creator property")) {
      return "the key is missing";
    }
    return message.replaceAll("`[\\w.$]*\\.([\\w$]+)`", "$1");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}

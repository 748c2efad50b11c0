package io.adaptivelb.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adaptivelb.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The fields of a JSON object. A field that is {@code null} counts as absent. */
final class BodyFields extends Fields {
  private final ObjectNode object;

  private BodyFields(ObjectNode object) {
    super("field", "invalid_body");
    this.object = object;
  }

  /** Reads a body; throws {@link ProblemException} when it is too large or not one JSON object. */
  static BodyFields read(InputStream body, int maxBytes) {
    byte[] bytes = bytes(body, maxBytes);
    JsonNode tree;
    try {
      tree = Json.MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null
          ? ""
          : " at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new ProblemException(
          400,
          "malformed_json",
          "the body is not JSON%s: %s".formatted(where, oneLine(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory are always readable", e);
    }
    if (tree instanceof ObjectNode object) {
      return new BodyFields(object);
    }
    String what = tree.isMissingNode() ? "empty" : "not an object but " + article(tree);
    throw new ProblemException(
        400, "invalid_body", "the body is %s; a JSON object is needed".formatted(what));
  }

  /** All bytes of a body; throws {@link ProblemException} when there are too many, or they do not come. */
  static byte[] bytes(InputStream body, int maxBytes) {
    byte[] bytes;
    try {
      bytes = body.readNBytes(maxBytes + 1);
    } catch (IOException e) {
      throw new ProblemException(
          408, "body_incomplete", "the body did not arrive, or not fast enough");
    }
    if (bytes.length > maxBytes) {
      throw new ProblemException(
          413,
          "body_too_large",
          "the body has more than %d bytes, the most allowed".formatted(maxBytes));
    }
    return bytes;
  }

  @Override
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Override
  Optional<String> text(String name) {
    return node(name).flatMap(node -> {
      if (node.isTextual()) {
        return Optional.of(node.textValue());
      }
      return wrong(name, node, "a string");
    });
  }

  /** A whole number; rules about its range are the domain's. */
  Optional<Integer> integer(String name) {
    return node(name).flatMap(node -> {
      if (node.isIntegralNumber() && node.canConvertToInt()) {
        return Optional.of(node.intValue());
      }
      return wrong(name, node, "a whole number");
    });
  }

  /** A number. */
  Optional<Double> number(String name) {
    return node(name).flatMap(node -> {
      if (node.isNumber() && Double.isFinite(node.doubleValue())) {
        return Optional.of(node.doubleValue());
      }
      return wrong(name, node, "a number");
    });
  }

  /** A truth value. */
  Optional<Boolean> truth(String name) {
    return node(name).flatMap(node -> {
      if (node.isBoolean()) {
        return Optional.of(node.booleanValue());
      }
      return wrong(name, node, "true or false");
    });
  }

  private Optional<JsonNode> node(String name) {
    expect(name);
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  private <T> Optional<T> wrong(String name, JsonNode node, String needed) {
    reject(name, "%s is %s; %s is needed".formatted(shown(node), article(node), needed));
    return Optional.empty();
  }

  private static String shown(JsonNode node) {
    return node.isTextual() ? quote(node.textValue()) : oneLine(node.toString());
  }

  private static String article(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case STRING -> "a string";
      case BOOLEAN -> "a truth value";
      case NUMBER -> "a number";
      default -> "null";
    };
  }

  private static String oneLine(String text) {
    String quoted = quote(text.lines().findFirst().orElse(""));
    return quoted.substring(1, quoted.length() - 1);
  }
}

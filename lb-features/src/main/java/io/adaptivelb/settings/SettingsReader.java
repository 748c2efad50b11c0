package io.adaptivelb.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adaptivelb.cli.UserError;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Binds sections of a {@link YamlDocument} to settings records, over given defaults. Thread-safe.
 *
 * <p>Every error is a {@link UserError} of the form {@code file:line:column: path: what is wrong}.
 */
public final class SettingsReader {
  /** One for all: it learns a record's shape once, which takes longer than reading a file. */
  private static final ObjectMapper MAPPER = SettingsMapper.create();

  /**
   * Reads one record.
   *
   * @param document for the places of values
   * @param path of the section; empty for the whole document
   * @param given what the user wrote there
   * @param defaults what holds where the user wrote nothing; its class is what is read
   */
  public <T extends Record> T read(YamlDocument document, String path, JsonNode given, T defaults) {
    if (!(given instanceof ObjectNode section)) {
      throw wrong(document, path, "is %s; %s".formatted(shown(given), rule(Record.class)));
    }
    ObjectNode tree = RecordDeserializer.merge(MAPPER.valueToTree(defaults), section);
    try {
      @SuppressWarnings("unchecked")
      Class<T> type = (Class<T>) defaults.getClass();
      return MAPPER.treeToValue(tree, type);
    } catch (JsonMappingException e) {
      throw explain(document, path, tree, e);
    } catch (JsonProcessingException e) {
      throw wrong(document, path, e.getOriginalMessage());
    }
  }

  /** The settings as the tree that {@link #read} would read them from. */
  public ObjectNode write(Record settings) {
    return MAPPER.valueToTree(settings);
  }

  /** The error for a key that nobody knows, with the nearest that somebody does. */
  public static UserError unknownKey(
      YamlDocument document, String path, String key, Collection<String> known) {
    String hint = Nearest.to(key, known)
        .map("did you mean \"%s\"?"::formatted)
        .orElseGet(
            () -> "known here: " + known.stream().sorted().collect(Collectors.joining(", ")));
    return wrong(document, path, "unknown key; " + hint);
  }

  private static UserError explain(
      YamlDocument document, String section, ObjectNode tree, JsonMappingException e) {
    String path = section;
    JsonNode value = tree;
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() != null) {
        path = path.isEmpty() ? step.getFieldName() : path + "." + step.getFieldName();
        value = value.path(step.getFieldName());
      } else {
        path = "%s[%d]".formatted(path, step.getIndex());
        value = value.path(step.getIndex());
      }
    }
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
        unknownKey(
            document,
            path,
            unknown.getPropertyName(),
            unknown.getKnownPropertyIds().stream().map(Object::toString).toList());
      case ValueInstantiationException invalid -> wrong(document, path, causeOf(invalid));
      case SettingsMapper.Unreadable text ->
        wrong(document, path, "is %s; %s".formatted(shown(value), text.getOriginalMessage()));
      case MismatchedInputException mismatch ->
        wrong(document, path, "is %s; %s".formatted(shown(value), rule(mismatch.getTargetType())));
      default -> wrong(document, path, causeOf(e));
    };
  }

  private static String causeOf(JsonMappingException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
  }

  private static UserError wrong(YamlDocument document, String path, String what) {
    return new UserError(
        path.isEmpty()
            ? "%s: %s".formatted(document.place(path), what)
            : "%s: %s: %s".formatted(document.place(path), path, what));
  }

  private static String shown(JsonNode value) {
    String text = value.isContainerNode()
        ? value.isArray() ? "a list" : "a mapping"
        : value.isMissingNode() ? "missing" : value.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  private static String rule(Class<?> type) {
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "write a whole number";
    } else if (type == double.class || type == Double.class) {
      return "write a number";
    } else if (type == boolean.class || type == Boolean.class) {
      return "write true or false";
    } else if (type == Duration.class) {
      return Units.DURATION_RULE;
    } else if (type.isEnum()) {
      return "write one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
    } else if (List.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type)) {
      return "write a list of \"- item\" lines";
    } else if (type == String.class) {
      return "write a text";
    }
    return "write a mapping of \"key: value\" lines";
  }
}

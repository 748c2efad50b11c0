package io.adaptivelb.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TreeTraversingParser;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record: fills what is not given from the record's own {@code DEFAULTS} constant, if it has one. What is then
 * still missing reaches the record's constructor as null, 0 or an empty {@code Optional}.
 */
final class RecordDeserializer extends DelegatingDeserializer {
  private static final long serialVersionUID = 1;

  private final Class<?> type;

  RecordDeserializer(JsonDeserializer<?> delegate, Class<?> type) {
    super(delegate);
    this.type = type;
  }

  @Override
  protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> newDelegate) {
    return new RecordDeserializer(newDelegate, type);
  }

  @Override
  public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    JsonNode tree = context.readTree(parser);
    if (tree instanceof ObjectNode given) {
      refuseUnknown(parser, given);
      tree = complete(parser, given);
    }
    JsonParser tokens = new TreeTraversingParser(tree, parser.getCodec());
    tokens.nextToken();
    return super.deserialize(tokens, context);
  }

  /** Before the record is made, whose constructor would only say what is missing. */
  private void refuseUnknown(JsonParser parser, ObjectNode given)
      throws UnrecognizedPropertyException {
    List<Object> known = Arrays.stream(type.getRecordComponents())
        .<Object>map(RecordComponent::getName)
        .toList();
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!known.contains(entry.getKey())) {
        throw UnrecognizedPropertyException.from(parser, type, entry.getKey(), known);
      }
    }
  }

  private ObjectNode complete(JsonParser parser, ObjectNode given) {
    Object defaults = defaults(type);
    return defaults != null && parser.getCodec() instanceof ObjectMapper mapper
        ? merge(mapper.valueToTree(defaults), given)
        : given;
  }

  /** Objects are merged key by key; anything else that is given replaces the default; what is empty says nothing. */
  static ObjectNode merge(ObjectNode defaults, ObjectNode given) {
    ObjectNode merged = defaults.deepCopy();
    given.properties().forEach(entry -> {
      JsonNode before = merged.get(entry.getKey());
      JsonNode now = entry.getValue();
      if (before instanceof ObjectNode left && now instanceof ObjectNode right) {
        merged.set(entry.getKey(), merge(left, right));
      } else if (before == null || !now.isNull()) {
        merged.set(entry.getKey(), now);
      }
    });
    return merged;
  }

  private static @Nullable Object defaults(Class<?> type) {
    try {
      Field field = type.getDeclaredField("DEFAULTS");
      return Modifier.isStatic(field.getModifiers()) && field.getType() == type
          ? field.get(null)
          : null;
    } catch (NoSuchFieldException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("%s.DEFAULTS must be public".formatted(type.getName()), e);
    }
  }
}

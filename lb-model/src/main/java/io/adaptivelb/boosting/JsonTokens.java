package io.adaptivelb.boosting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON, by Jackson, with its limits set. The text lies in memory: no I/O happens, whatever Jackson's signatures say. */
final class JsonTokens implements Tokens {
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(MAX_NESTING)
          .maxStringLength(MAX_TEXT)
          .maxNameLength(MAX_TEXT)
          .maxNumberLength(100)
          .build())
      // A categorical node's threshold is written as NaN.
      .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      // A table of names could be flooded with colliding ones.
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .build();

  private final JsonParser parser;

  JsonTokens(byte[] bytes) {
    try {
      parser = FACTORY.createParser(bytes);
    } catch (IOException broken) {
      throw broken(broken, 0);
    }
  }

  @Override
  public Kind next() {
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return Kind.END;
      }
      return switch (token) {
        case START_OBJECT -> Kind.OBJECT;
        case END_OBJECT -> Kind.OBJECT_END;
        case START_ARRAY -> Kind.ARRAY;
        case END_ARRAY -> Kind.ARRAY_END;
        case FIELD_NAME -> Kind.KEY;
        case VALUE_STRING -> Kind.STRING;
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
        case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
        case VALUE_NULL -> Kind.NULL;
        case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw broken(null, position());
      };
    } catch (IOException broken) {
      throw broken(broken, position());
    }
  }

  @Override
  public String text() {
    try {
      return parser.getText();
    } catch (IOException broken) {
      throw broken(broken, position());
    }
  }

  @Override
  public float single() {
    // Not by way of a double: rounding twice can differ in the last bit.
    return switch (text()) {
      case "NaN" -> Float.NaN;
      case "Infinity", "+Infinity", "INF", "+INF" -> Float.POSITIVE_INFINITY;
      case "-Infinity", "-INF" -> Float.NEGATIVE_INFINITY;
      case String number -> Float.parseFloat(number);
    };
  }

  @Override
  public long whole(String where) {
    try {
      return Long.parseLong(text());
    } catch (NumberFormatException fraction) {
      throw new RefusedModelException(new Refusal.WrongType(where, text(), "a whole number"));
    }
  }

  @Override
  public boolean truth() {
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  private long position() {
    return parser.currentLocation().getCharOffset();
  }

  private static RefusedModelException broken(@Nullable IOException cause, long position) {
    String detail = cause instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(cause);
    // Jackson tells where the container began that is not closed, in words that say nothing here.
    detail = detail.replaceAll(" \\(start marker at .*", "").replaceAll("\\p{Cntrl}", "·");
    return new RefusedModelException(new Refusal.Malformed("JSON", position, detail));
  }
}

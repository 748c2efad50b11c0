package io.adaptivelb.settings;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.introspect.AccessorNamingStrategy;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.DefaultAccessorNamingStrategy;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jackson, set up strictly, with durations, sizes and the domain's names as people write them. */
final class SettingsMapper {
  private SettingsMapper() {}

  static ObjectMapper create() {
    SimpleModule module = new SimpleModule("adaptive-lb settings");
    text(module, Duration.class, Units::duration, Units::format, Units.DURATION_RULE);
    text(module, Path.class, Path::of, Path::toString, "write a path");
    text(module, ClusterId.class, ClusterId::new, ClusterId::value, "write a cluster's name");
    text(module, EndpointId.class, EndpointId::parse, EndpointId::toString, "write host:port");
    module.setDeserializerModifier(new BeanDeserializerModifier() {
      private static final long serialVersionUID = 1;

      @Override
      public JsonDeserializer<?> modifyDeserializer(
          DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
        Class<?> type = bean.getBeanClass();
        return type.isRecord() ? new RecordDeserializer(deserializer, type) : deserializer;
      }
    });
    return JsonMapper.builder()
        .addModule(new Jdk8Module())
        .addModule(module)
        .annotationIntrospector(new BytesIntrospector())
        .accessorNaming(new ComponentsOnly())
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .build();
  }

  private static <T> void text(
      SimpleModule module,
      Class<T> type,
      Function<String, @Nullable T> parse,
      Function<T, String> format,
      String rule) {
    module.addSerializer(type, new TextSerializer<>(type, format));
    module.addDeserializer(type, new TextDeserializer<>(type, parse, rule));
  }

  /** Writes a value as the text that its parser reads. */
  private static final class TextSerializer<T> extends StdScalarSerializer<T> {
    private static final long serialVersionUID = 1;
    private final transient Function<T, String> format;

    TextSerializer(Class<T> type, Function<T, String> format) {
      super(type);
      this.format = format;
    }

    @Override
    public void serialize(T value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      generator.writeString(format.apply(value));
    }
  }

  /** Reads a text; null or an exception from the parser means that it is none. */
  private static final class TextDeserializer<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1;
    private final transient Function<String, @Nullable T> parse;
    private final String rule;

    TextDeserializer(Class<T> type, Function<String, @Nullable T> parse, String rule) {
      super(type);
      this.parse = parse;
      this.rule = rule;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      String text = parser.currentToken().isScalarValue() ? parser.getText() : "a structure";
      T value;
      try {
        value = parse.apply(text);
      } catch (IllegalArgumentException e) {
        String message = e.getMessage() == null ? rule : e.getMessage();
        throw new Unreadable(parser, message, text, handledType());
      }
      if (value == null || !parser.currentToken().isScalarValue()) {
        throw new Unreadable(parser, rule, text, handledType());
      }
      return value;
    }
  }

  /** A text that does not follow its rule, which is the message. */
  static final class Unreadable extends InvalidFormatException {
    private static final long serialVersionUID = 1;

    private Unreadable(JsonParser parser, String rule, String text, Class<?> type) {
      super(parser, rule, text, type);
    }
  }

  /** Numbers whose name ends with "Bytes" are written as sizes. */
  private static final class BytesIntrospector extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Object findDeserializer(Annotated annotated) {
      if (annotated instanceof AnnotatedParameter parameter
          && parameter.getDeclaringClass().isRecord()) {
        RecordComponent component =
            parameter.getDeclaringClass().getRecordComponents()[parameter.getIndex()];
        if (component.getName().endsWith("Bytes")) {
          return component.getType() == int.class ? IntBytes.class : LongBytes.class;
        }
      }
      return super.findDeserializer(annotated);
    }
  }

  private static long bytes(JsonParser parser, Class<?> type, long max) throws IOException {
    String text = parser.getText();
    Long size = text.matches("[0-9]{1,15}") ? Long.valueOf(text) : Units.bytes(text);
    if (size == null || size > max) {
      throw new Unreadable(parser, Units.BYTES_RULE, text, type);
    }
    return size;
  }

  /** A size below 2 GiB. */
  static final class IntBytes extends StdScalarDeserializer<Integer> {
    private static final long serialVersionUID = 1;

    IntBytes() {
      super(int.class);
    }

    /** What a key that is not there gives; the record's constructor knows the default. */
    @Override
    public Integer getNullValue(DeserializationContext context) {
      return 0;
    }

    @Override
    public Integer deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return (int) bytes(parser, int.class, Integer.MAX_VALUE);
    }
  }

  /** A size. */
  static final class LongBytes extends StdScalarDeserializer<Long> {
    private static final long serialVersionUID = 1;

    LongBytes() {
      super(long.class);
    }

    /** What a key that is not there gives; the record's constructor knows the default. */
    @Override
    public Long getNullValue(DeserializationContext context) {
      return 0L;
    }

    @Override
    public Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return bytes(parser, long.class, Long.MAX_VALUE);
    }
  }

  /** A record's methods that merely look like getters are no settings. */
  private static final class ComponentsOnly extends DefaultAccessorNamingStrategy.Provider {
    private static final long serialVersionUID = 1;

    @Override
    public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass type) {
      Set<String> components = Arrays.stream(type.getRawType().getRecordComponents())
          .map(RecordComponent::getName)
          .collect(Collectors.toSet());
      return new DefaultAccessorNamingStrategy.RecordNaming(config, type) {
        @Override
        public @Nullable String findNameForIsGetter(AnnotatedMethod method, String name) {
          return null;
        }

        @Override
        public @Nullable String findNameForRegularGetter(AnnotatedMethod method, String name) {
          return components.contains(name) ? name : null;
        }
      };
    }
  }
}

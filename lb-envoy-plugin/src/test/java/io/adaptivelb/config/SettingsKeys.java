package io.adaptivelb.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.adaptivelb.settings.Units;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every key that a configuration may have, as the settings records say: found by reflection, defaults included.
 *
 * <p>A default is what a key has in a configuration that does not give it. Where all examples must give it, it is
 * required.
 */
final class SettingsKeys {
  private final Map<String, Key> keys = new LinkedHashMap<>();

  /** Adds the keys of a record and of those in it. */
  SettingsKeys add(String path, Class<?> type, List<Example> examples) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      String child = path.isEmpty() ? name : path + "." + name;
      addComponent(
          child, component, examples.stream().map(e -> e.step(component)).toList());
    }
    return this;
  }

  /** By path, in the order of the records. */
  Map<String, Key> all() {
    return keys;
  }

  private void addComponent(String path, RecordComponent component, List<Example> examples) {
    Type generic = component.getGenericType();
    Type type = component.getType() == Optional.class ? argument(generic) : generic;
    if (type instanceof Class<?> section && section.isRecord()) {
      boolean always = examples.stream().allMatch(example -> example.value != null);
      if (!always || examples.isEmpty()) {
        keys.put(path, new Key("section", "none"));
      }
      add(path, section, present(examples));
    } else if (component.getType() == List.class
        && argument(generic) instanceof Class<?> item
        && item.isRecord()) {
      keys.put(path, new Key("list", fallback(component, examples)));
      add(
          path + "[]",
          item,
          present(examples).stream()
              .flatMap(example -> example.items().stream())
              .toList());
    } else {
      keys.put(path, new Key(type(component, type), fallback(component, examples)));
    }
  }

  private static List<Example> present(List<Example> examples) {
    return examples.stream().filter(example -> example.value != null).toList();
  }

  private static String fallback(RecordComponent component, List<Example> examples) {
    return examples.stream()
        .filter(example -> example.given.isMissingNode())
        .findFirst()
        .map(example -> format(component, example.value))
        .orElse(component.getType() == Optional.class ? "none" : "required");
  }

  private static String format(RecordComponent component, @Nullable Object value) {
    if (value == null) {
      return "none";
    }
    if (value instanceof Number bytes && component.getName().endsWith("Bytes")) {
      return Units.formatBytes(bytes.longValue());
    }
    return switch (value) {
      case Optional<?> optional -> format(component, optional.orElse(null));
      case Duration duration -> Units.format(duration);
      case Double number -> number == Math.rint(number) ? "%.0f".formatted(number) : "" + number;
      case Collection<?> list -> list.isEmpty() ? "none" : list.toString();
      case Map<?, ?> map -> map.isEmpty() ? "none" : map.toString();
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      default -> value.toString().isEmpty() ? "none" : value.toString();
    };
  }

  private static String type(RecordComponent component, Type type) {
    if (type instanceof ParameterizedType container) {
      Type last = container.getActualTypeArguments()[container.getActualTypeArguments().length - 1];
      String items = Objects.equals(last, Double.class) ? "numbers" : "texts";
      return (container.getRawType() == Map.class ? "mapping of " : "list of ") + items;
    }
    Class<?> plain = (Class<?>) type;
    if (component.getName().endsWith("Bytes")) {
      return "size";
    } else if (plain == int.class || plain == long.class) {
      return "integer";
    } else if (plain == double.class) {
      return "number";
    } else if (plain == boolean.class) {
      return "true or false";
    } else if (plain == Duration.class) {
      return "duration";
    } else if (plain == Path.class) {
      return "path";
    } else if (plain.isEnum()) {
      return Arrays.stream(plain.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));
    }
    return "text";
  }

  private static Type argument(Type generic) {
    return ((ParameterizedType) generic).getActualTypeArguments()[0];
  }

  /**
   * What a configuration says of a key.
   *
   * @param type how values are written
   * @param fallback the default, or "required", or "none"
   */
  record Key(String type, String fallback) {}

  /**
   * A value, and what the configuration that it was read from says at its place.
   *
   * @param value as it was bound
   * @param given what was written; missing where nothing was
   */
  record Example(@Nullable Object value, JsonNode given) {
    Example step(RecordComponent component) {
      try {
        Object next = value == null ? null : component.getAccessor().invoke(value);
        return new Example(
            next instanceof Optional<?> optional ? optional.orElse(null) : next,
            given.path(component.getName()));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("every component has an accessor", e);
      }
    }

    List<Example> items() {
      List<Example> items = new ArrayList<>();
      if (value instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          items.add(new Example(list.get(i), given.path(i)));
        }
      }
      return items;
    }
  }
}

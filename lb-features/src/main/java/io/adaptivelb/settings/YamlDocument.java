package io.adaptivelb.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adaptivelb.cli.UserError;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.representer.Representer;

/**
 * A YAML file as a tree that knows the line of every value. Immutable.
 *
 * <p>Plain scalars follow YAML 1.2's core schema, so that {@code no}, {@code 1:30} and {@code 010} are the texts that they
 * look like. Refused: more than {@value #MAX_CHARACTERS} characters, {@value #MAX_DEPTH} levels or {@value #MAX_ALIASES}
 * aliases, a key given twice, anything but a mapping at the top.
 */
public final class YamlDocument {
  /** Longer documents are refused. */
  public static final int MAX_CHARACTERS = 1 << 20;

  static final int MAX_DEPTH = 40;
  static final int MAX_ALIASES = 20;
  private static final int MAX_NODES = 200_000;

  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]{0,30})");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?");

  private final String name;
  private final Map<String, Mark> marks = new HashMap<>();
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final ObjectNode root;
  private int nodes;

  private YamlDocument(String name, @Nullable Node node) {
    this.name = name;
    if (node == null || isNull(node)) {
      root = JsonNodeFactory.instance.objectNode();
    } else if (node instanceof MappingNode mapping) {
      root = convert("", mapping);
    } else {
      throw new UserError("%s: the configuration must be a mapping of keys to values, not %s"
          .formatted(name, node.getNodeId()));
    }
  }

  /**
   * Parses a document.
   *
   * @param name for messages: the file's path
   * @throws UserError naming the place and what is wrong there
   */
  public static YamlDocument parse(String name, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    Yaml yaml = new Yaml(
        new SafeConstructor(options),
        new Representer(new DumperOptions()),
        new DumperOptions(),
        options);
    try {
      return new YamlDocument(name, yaml.compose(new StringReader(text)));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw new UserError(
          "%s: %s".formatted(mark == null ? name : place(name, mark), e.getProblem()), e);
    } catch (YAMLException e) {
      throw new UserError("%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Parses bytes that must be UTF-8. */
  public static YamlDocument parse(String name, byte[] bytes) {
    if (bytes.length > 4 * MAX_CHARACTERS) {
      throw new UserError("%s has %d bytes; a configuration has at most %d"
          .formatted(name, bytes.length, MAX_CHARACTERS));
    }
    try {
      return parse(
          name,
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new UserError("%s is not UTF-8 text".formatted(name), e);
    }
  }

  /** A document that says nothing. */
  public static YamlDocument empty() {
    return new YamlDocument("built-in defaults", null);
  }

  /** The tree; do not change it. */
  public ObjectNode root() {
    return root;
  }

  /** {@code file:line:column} of the value at {@code path} or of the nearest one around it. */
  public String place(String path) {
    for (String at = path; !at.isEmpty(); at = parent(at)) {
      Mark mark = marks.get(at);
      if (mark != null) {
        return place(name, mark);
      }
    }
    return name;
  }

  private static String place(String name, Mark mark) {
    return "%s:%d:%d".formatted(name, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String parent(String path) {
    int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return cut < 0 ? "" : path.substring(0, cut);
  }

  private ObjectNode convert(String path, MappingNode mapping) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      Mark mark = tuple.getKeyNode().getStartMark();
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new UserError("%s: a key must be a word".formatted(place(name, mark)));
      }
      String child = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      if (object.has(key.getValue())) {
        throw new UserError("%s: %s is given twice".formatted(place(name, mark), child));
      }
      marks.put(child, mark);
      object.set(key.getValue(), convert(child, tuple.getValueNode()));
    }
    return object;
  }

  private JsonNode convert(String path, Node node) {
    if (!open.add(node)) {
      throw new UserError(
          "%s: %s contains itself".formatted(place(name, node.getStartMark()), path));
    }
    if (++nodes > MAX_NODES) {
      throw new UserError("%s: more than %d values".formatted(name, MAX_NODES));
    }
    JsonNode value = switch (node) {
      case MappingNode mapping -> convert(path, mapping);
      case SequenceNode sequence -> convert(path, sequence.getValue());
      case ScalarNode scalar -> scalar(scalar);
      default ->
        throw new UserError(
            "%s: %s is of an unknown kind".formatted(place(name, node.getStartMark()), path));
    };
    open.remove(node);
    return value;
  }

  private ArrayNode convert(String path, List<Node> items) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < items.size(); i++) {
      String child = "%s[%d]".formatted(path, i);
      marks.put(child, items.get(i).getStartMark());
      array.add(convert(child, items.get(i)));
    }
    return array;
  }

  private static JsonNode scalar(ScalarNode node) {
    JsonNodeFactory factory = JsonNodeFactory.instance;
    String text = node.getValue();
    if (node.getScalarStyle() != ScalarStyle.PLAIN) {
      return factory.textNode(text);
    }
    if (isNull(node)) {
      return factory.nullNode();
    }
    if (text.equals("true") || text.equals("false")) {
      return factory.booleanNode(text.equals("true"));
    }
    if (INTEGER.matcher(text).matches()) {
      BigInteger value = new BigInteger(text);
      return value.bitLength() < Long.SIZE
          ? factory.numberNode(value.longValue())
          : factory.numberNode(value);
    }
    if (DECIMAL.matcher(text).matches()) {
      return factory.numberNode(new BigDecimal(text).doubleValue());
    }
    return factory.textNode(text);
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && (scalar.getValue().isEmpty()
            || scalar.getValue().equals("null")
            || scalar.getValue().equals("~"));
  }
}

package io.adaptivelb.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.adaptivelb.cli.UserError;
import io.adaptivelb.config.SettingsKeys.Example;
import io.adaptivelb.plugin.ServerPlugin;
import io.adaptivelb.server.Plugins;
import io.adaptivelb.settings.Units;
import io.adaptivelb.settings.YamlDocument;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} against the settings records of the server and of the plugins on the class path. */
class ConfigurationDocTest {
  private static final Path DOC = Path.of("..", "docs", "configuration.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|");

  /** As little as each section needs; every section that may be left out is there once. */
  private static final String EXAMPLES = """
      clusters:
        - name: a
          discovery: {dns: {name: a.mesh, port: 80}}
          scrape: {pages: [{mapping: {}}]}
          healthCheck: {http: {}}
        - name: b
          discovery: {endpoints: [{address: "10.0.0.1:80"}]}
          scrape: {pages: [{preset: micrometer, tls: {}}]}
          envoy: {admins: [{address: "127.0.0.1:9901"}]}
          healthCheck: {grpc: {}}
        - name: c
          discovery: {file: {path: endpoints.yaml}}
          healthCheck: {tcp: {}}
        - name: d
          discovery: {dns: {name: d.mesh, type: srv}}
      """;

  /** A rule that begins with a range. */
  private static final Pattern RANGE =
      Pattern.compile("([0-9.]+[A-Za-z]*)…([0-9.]+[A-Za-z]*)\\b.*");

  /** What must be said besides, so that the end of a key's range is allowed. */
  private static final Map<String, String> COMPANIONS = Map.of(
      "control.allocation.staleAfter", "control.allocation.neutralAfter: 24h",
      "control.ejection.hold", "control.ejection.maxHold: 24h");

  @Test
  void doc_hasEveryKeyWithItsTypeAndDefault_andNoneMore() throws IOException {
    Map<String, SettingsKeys.Key> documented = new LinkedHashMap<>();
    for (Matcher row : rows()) {
      SettingsKeys.Key before = documented.put(row.group(1), key(row));
      assertThat(before).describedAs("%s is there twice", row.group(1)).isNull();
      assertThat(row.group(4)).describedAs("what %s means", row.group(1)).isNotBlank();
    }
    Map<String, SettingsKeys.Key> known = keys();
    assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(known.keySet());
    assertThat(documented).containsExactlyInAnyOrderEntriesOf(known);
  }

  @Test
  void ranges_areThoseOfTheCode() throws IOException {
    int checked = 0;
    for (Matcher row : rows()) {
      Matcher range = RANGE.matcher(row.group(4));
      if (range.matches() && !row.group(1).startsWith("clusters")) {
        String type = key(row).type();
        for (int end = 1; end <= 2; end++) {
          String bound = range.group(end);
          assertThatCode(() -> read(row.group(1), bound))
              .describedAs("%s: %s", row.group(1), bound)
              .doesNotThrowAnyException();
          String beyond = beyond(type, bound, end == 1 ? -1 : 1);
          boolean writable = !(type.equals("duration") && beyond.startsWith("-"));
          // Reads as "left out" there.
          boolean zero = row.group(1).startsWith("collector.") && beyond.equals("0");
          if (writable && !zero) {
            assertThatThrownBy(() -> read(row.group(1), beyond), "%s: %s", row.group(1), beyond)
                .isInstanceOf(UserError.class);
          }
        }
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(60);
  }

  /** Throws unless the key may have the value. */
  private static void read(String key, String value) {
    StringBuilder yaml = new StringBuilder();
    String root = key.substring(0, key.indexOf('.'));
    List<String> lines = new ArrayList<>(List.of(key + ": " + value));
    if (COMPANIONS.containsKey(key)) {
      lines.add(COMPANIONS.get(key));
    }
    // {a: {b: {c: 1, d: 2}}} for a.b.c and a.b.d
    String parent = key.substring(0, key.lastIndexOf('.'));
    String inner = lines.stream()
        .map(line -> line.substring(parent.length() + 1))
        .collect(Collectors.joining(", ", "{", "}"));
    yaml.append(root).append(": ");
    List<String> between = List.of(parent.split("\\.", -1));
    for (String step : between.subList(1, between.size())) {
      yaml.append('{').append(step).append(": ");
    }
    yaml.append(inner).append("}".repeat(between.size() - 1));
    var unused =
        ServerConfiguration.read(YamlDocument.parse("test", yaml.toString()), Plugins.load());
  }

  /** The next value outside. */
  private static String beyond(String type, String bound, int direction) {
    return switch (type) {
      case "duration" ->
        requireNonNull(Units.duration(bound)).plusMillis(direction).toMillis() + "ms";
      case "size" -> requireNonNull(Units.bytes(bound)) + direction + "B";
      case "integer" -> "" + (Long.parseLong(bound) + direction);
      case "number" ->
        new BigDecimal(bound)
            .add(new BigDecimal("0.000001").multiply(new BigDecimal(direction)))
            .toPlainString();
      default -> throw new AssertionError("a range of type " + type);
    };
  }

  private static List<Matcher> rows() throws IOException {
    return Files.readAllLines(DOC).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .toList();
  }

  private static SettingsKeys.Key key(Matcher row) {
    return new SettingsKeys.Key(row.group(2).strip(), row.group(3).strip().replace("`", ""));
  }

  private static Map<String, SettingsKeys.Key> keys() {
    YamlDocument examples = YamlDocument.parse("examples", EXAMPLES);
    ServerSettings settings = ServerConfiguration.read(examples, List.of()).settings();
    SettingsKeys keys = new SettingsKeys()
        .add("", ServerSettings.class, List.of(new Example(settings, examples.root())));
    for (ServerPlugin<?> plugin : Plugins.load()) {
      keys.add(
          plugin.name(),
          plugin.defaults().getClass(),
          List.of(new Example(plugin.defaults(), MissingNode.getInstance())));
    }
    Map<String, SettingsKeys.Key> all = new LinkedHashMap<>(keys.all());
    // The examples give clusters, which is the one thing that no example could do without.
    all.put("clusters", new SettingsKeys.Key("list", "none"));
    return all;
  }
}

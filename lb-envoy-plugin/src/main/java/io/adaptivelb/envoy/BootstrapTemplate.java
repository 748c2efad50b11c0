package io.adaptivelb.envoy;

import io.adaptivelb.domain.ClusterId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in the marked places of the bootstrap file, comments included, which a YAML library would drop.
 *
 * <p>Marks: {@code key: value #= setting} replaces the value; {@code #[ block} … {@code #] block} repeats what is
 * between (for each cluster), or leaves it out; {@code #token# line} becomes {@code line} where there is a token, a plain
 * comment elsewhere.
 */
final class BootstrapTemplate {
  private static final Pattern VALUE =
      Pattern.compile("^(\\s*(?:- )?(?:[\\w.]+: |- )?)(\\S.*?)\\s+#= ([\\w.]+)$");
  private static final Pattern BLOCK = Pattern.compile("^\\s*#([\\[\\]]) (\\w+)$");
  private static final String TOKEN_MARK = "#token# ";

  private final List<String> lines;

  BootstrapTemplate(String text) {
    lines = text.lines().toList();
  }

  String render(EnvoyBootstrap bootstrap) {
    Map<String, String> values = new HashMap<>(Map.of(
        "node", quoted(bootstrap.node()),
        "admin.port", Integer.toString(bootstrap.adminPort()),
        "api", bootstrap.delta() ? "DELTA_GRPC" : "GRPC",
        "listener.address", quoted(bootstrap.listener().host()),
        "listener.port", Integer.toString(bootstrap.listener().port()),
        "policy", bootstrap.policy().name(),
        "xds.host", quoted(bootstrap.xds().host()),
        "xds.port", Integer.toString(bootstrap.xds().port())));
    bootstrap.token().ifPresent(token -> values.put("token", quoted("Bearer " + token)));

    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < lines.size()) {
      Matcher block = BLOCK.matcher(lines.get(at));
      if (!block.matches()) {
        append(out, lines.get(at++), values);
        continue;
      }
      int end = endOf(block.group(2), at);
      List<String> body = lines.subList(at + 1, end);
      for (Map<String, String> more : repetitions(block.group(2), bootstrap)) {
        Map<String, String> all = new HashMap<>(values);
        all.putAll(more);
        renderBody(out, body, all, bootstrap);
      }
      at = end + 1;
    }
    return out.toString();
  }

  private static void renderBody(
      StringBuilder out, List<String> body, Map<String, String> values, EnvoyBootstrap bootstrap) {
    boolean keep = true;
    for (String line : body) {
      Matcher nested = BLOCK.matcher(line);
      if (nested.matches()) {
        keep = nested.group(1).equals("]")
            || !repetitions(nested.group(2), bootstrap).isEmpty();
      } else if (keep) {
        append(out, line, values);
      }
    }
  }

  private int endOf(String block, int from) {
    for (int i = from + 1; i < lines.size(); i++) {
      if (lines.get(i).strip().equals("#] " + block)) {
        return i;
      }
    }
    throw new IllegalStateException(
        "bootstrap.yaml, line %d: \"#[ %s\" is not closed".formatted(from + 1, block));
  }

  private static List<Map<String, String>> repetitions(String block, EnvoyBootstrap bootstrap) {
    return switch (block) {
      case "cluster" -> {
        List<Map<String, String>> each = new ArrayList<>();
        for (ClusterId cluster : bootstrap.clusters()) {
          each.add(Map.of(
              "cluster",
              quoted(cluster.value()),
              "domain",
              each.isEmpty() ? "\"*\"" : quoted(cluster.value())));
        }
        yield each;
      }
      case "least_request" ->
        bootstrap.policy() == EnvoyBootstrap.Policy.LEAST_REQUEST ? List.of(Map.of()) : List.of();
      case "outlier" -> bootstrap.outlierDetection() ? List.of(Map.of()) : List.of();
      default ->
        throw new IllegalStateException("bootstrap.yaml: unknown block \"%s\"".formatted(block));
    };
  }

  private static void append(StringBuilder out, String line, Map<String, String> values) {
    String text = line;
    int token = text.indexOf(TOKEN_MARK);
    if (token >= 0) {
      boolean enabled = values.containsKey("token");
      text = text.substring(0, token)
          + (enabled ? "" : "# ")
          + text.substring(token + TOKEN_MARK.length());
      if (!enabled) {
        out.append(text.replaceAll("\\s+#= \\w+$", "")).append('\n');
        return;
      }
    }
    Matcher marked = VALUE.matcher(text);
    if (marked.matches()) {
      String value = values.get(marked.group(3));
      if (value == null) {
        throw new IllegalStateException(
            "bootstrap.yaml: unknown setting \"%s\"".formatted(marked.group(3)));
      }
      text = marked.group(1) + value;
    }
    out.append(text).append('\n');
  }

  /** Bare words such as {@code y} and {@code n} would be booleans to Envoy. */
  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

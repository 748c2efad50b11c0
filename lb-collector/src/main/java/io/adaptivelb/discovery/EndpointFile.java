package io.adaptivelb.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.adaptivelb.clusters.EndpointSettings;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** The format of a file that lists endpoints: YAML, of which JSON is a part. Thread-safe. */
final class EndpointFile {
  /** Most bytes that a file may have; an endpoint takes about a hundred. */
  static final int MAX_BYTES = 16 << 20;

  private final ObjectMapper mapper;

  EndpointFile() {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_BYTES);
    mapper = YAMLMapper.builder(YAMLFactory.builder().loaderOptions(limits).build())
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  /** Reads the members, sorted. The failure names the file, the entry and what is wrong with it. */
  List<Endpoint> parse(String file, byte[] bytes) throws SourceFailure {
    JsonNode root;
    try {
      root = mapper.readTree(bytes);
    } catch (IOException e) {
      throw bad(file, reason(e));
    }
    if (!root.isArray()) {
      throw bad(
          file,
          "expects a list of endpoints, found "
              + (root.isMissingNode() ? "nothing" : "one " + root.getNodeType()));
    }
    if (root.isEmpty()) {
      throw new SourceFailure(
          FailureCode.EMPTY, file + " lists no endpoint; the last members are kept");
    }
    List<Endpoint> members = new ArrayList<>(root.size());
    Set<EndpointId> seen = new HashSet<>();
    for (int i = 0; i < root.size(); i++) {
      Endpoint member;
      try {
        member = entry(root.get(i));
      } catch (JsonProcessingException | IllegalArgumentException e) {
        throw bad(file, "entry %d: %s".formatted(i + 1, reason(e)));
      }
      if (!seen.add(member.id())) {
        throw bad(file, "entry %d: %s is listed twice".formatted(i + 1, member.id()));
      }
      members.add(member);
    }
    members.sort(Comparator.comparing(Endpoint::id));
    return List.copyOf(members);
  }

  private Endpoint entry(JsonNode node) throws JsonProcessingException {
    return node.isTextual()
        ? EndpointSettings.of(node.asText()).endpoint()
        : mapper.treeToValue(node, EndpointSettings.class).endpoint();
  }

  private static SourceFailure bad(String file, String reason) {
    return new SourceFailure(FailureCode.BAD_FILE, file + ": " + reason);
  }

  private static String reason(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
      return "line %d: %s".formatted(yaml.getProblemMark().getLine() + 1, yaml.getProblem());
    }
    String message = root instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(root.getMessage());
    return message.lines().findFirst().orElse("cannot be read");
  }
}

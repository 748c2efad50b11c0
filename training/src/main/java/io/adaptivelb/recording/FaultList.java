package io.adaptivelb.recording;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Reads {@code *fault_list.json}: by hour, the faults that were injected. */
final class FaultList {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);

  private FaultList() {}

  /** The faults by time; one on a pod that is not among {@code pods} is refused. */
  static List<Fault> read(Path file, Set<String> pods, IntakeCount count) {
    JsonNode root;
    try {
      root = MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      throw new UserError(
          "cannot read %s: %s"
              .formatted(
                  file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
    if (!root.isObject()) {
      throw new UserError(
          "%s: an object of lists by hour is needed, not a %s".formatted(file, root.getNodeType()));
    }
    List<Fault> faults = new ArrayList<>();
    for (var hour : root.properties()) {
      if (!hour.getValue().isArray()) {
        throw new UserError("%s: \"%s\" is not a list of faults".formatted(file, hour.getKey()));
      }
      int place = 0;
      for (JsonNode entry : hour.getValue()) {
        String where = "%s: %s[%d]".formatted(file.getFileName(), hour.getKey(), place++);
        take(where, entry, pods, count, faults);
      }
    }
    faults.sort(Comparator.comparing(Fault::time).thenComparing(Fault::pod));
    return faults;
  }

  private static void take(
      String where, JsonNode entry, Set<String> pods, IntakeCount count, List<Fault> into) {
    String time = entry.path("inject_time").asText();
    String pod = entry.path("inject_pod").asText();
    String kind = entry.path("inject_type").asText();
    Instant at = RecordedTime.parse(time).orElse(null);
    if (at == null || kind.isBlank()) {
      refuse(
          where,
          "inject_time \"%s\", inject_type \"%s\"".formatted(time, kind),
          "a time and a kind",
          count);
      return;
    }
    if (!pods.contains(pod)) {
      refuse(where, "inject_pod \"%s\"".formatted(pod), "one of the recorded pods", count);
      return;
    }
    String timestamp = entry.path("inject_timestamp").asText();
    if (!RecordedTime.agrees(timestamp, at)) {
      count.repairedFaults++;
      count.note(
          "fault time",
          "%s: inject_timestamp \"%s\" is not inject_time \"%s\"; inject_time is taken"
              .formatted(where, timestamp, time));
    }
    into.add(new Fault(at, pod, kind));
  }

  private static void refuse(String where, String value, String rule, IntakeCount count) {
    count.refusedFaults++;
    count.note("fault", "%s: %s; it must be %s".formatted(where, value, rule));
  }
}

package io.adaptivelb.recording;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private FaultList() {}

  /** The faults by time; one on a pod that is not among {@code pods} is refused. */
  static List<Fault> read(Path file, Set<String> pods, IntakeCount count) {
    List<Fault> faults = new ArrayList<>();
    // Token by token: an hour that is there twice is read twice, where a tree would keep one of
    // them.
    try (JsonParser parser = MAPPER.createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UserError("%s: an object of lists by hour is needed, not %s"
            .formatted(file, parser.currentToken()));
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String hour = parser.currentName();
        if (parser.nextToken() != JsonToken.START_ARRAY) {
          throw new UserError("%s: \"%s\" is not a list of faults".formatted(file, hour));
        }
        for (int place = 0; parser.nextToken() != JsonToken.END_ARRAY; place++) {
          JsonNode entry = MAPPER.readTree(parser);
          String where = "%s: %s[%d]".formatted(file.getFileName(), hour, place);
          take(where, entry, pods, count, faults);
        }
      }
    } catch (IOException e) {
      throw new UserError(
          "cannot read %s: %s"
              .formatted(
                  file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
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

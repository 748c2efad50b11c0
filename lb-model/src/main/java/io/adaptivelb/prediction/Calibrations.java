package io.adaptivelb.prediction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How margins of a model's trees become predictions: {@value #FILE} of a version. A straight line a target, {@code slope · margin + offset}: of
 * logarithms for all targets but {@link Target#FAILURE}, where it is of log-odds (Platt, 1999). The slope is never below 0, so order and
 * monotonicity are kept. A target without a line is taken as its trees say. Immutable.
 *
 * @param lines by target
 */
public record Calibrations(Map<Target, Line> lines) {
  /** The name of the file. */
  public static final String FILE = "calibration.json";

  /** Nothing is calibrated. */
  public static final Calibrations NONE = new Calibrations(Map.of());

  private static final int FORMAT = 1;
  private static final int LARGEST = 1 << 16;
  private static final ObjectMapper MAPPER = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
      .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
      .build();

  /** What stands in the file. */
  private record Document(int format, Map<String, Line> targets) {}

  /**
   * A straight line.
   *
   * @param slope 0…100
   * @param offset −100…100
   */
  public record Line(double slope, double offset) {
    /** Changes nothing. */
    public static final Line SAME = new Line(1, 0);

    /** Throws {@link IllegalArgumentException} naming a value out of range. */
    public Line {
      if (!(slope >= 0 && slope <= 100)) {
        throw new IllegalArgumentException("slope %s is not in 0…100".formatted(slope));
      }
      if (!(Math.abs(offset) <= 100)) {
        throw new IllegalArgumentException("offset %s is not in −100…100".formatted(offset));
      }
    }

    /** Its value. */
    public double of(double margin) {
      return slope * margin + offset;
    }
  }

  /** Copies. */
  public Calibrations {
    lines = lines.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(lines));
  }

  /** What a margin of a target's trees predicts: a logarithm, or a probability for {@link Target#FAILURE}. */
  public double prediction(Target target, double margin) {
    double value = lines.getOrDefault(target, Line.SAME).of(margin);
    return target == Target.FAILURE ? 1 / (1 + Math.exp(-value)) : value;
  }

  /** As JSON; the same lines give the same bytes. */
  public byte[] write() {
    Map<String, Line> targets = new TreeMap<>();
    lines.forEach((target, line) -> targets.put(target.label(), line));
    try {
      return MAPPER
          .writerWithDefaultPrettyPrinter()
          .writeValueAsBytes(new Document(FORMAT, targets));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers always become JSON", e);
    }
  }

  /**
   * Reads {@value #FILE}, on which nothing is taken on trust.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Calibrations read(byte[] json) {
    if (json.length > LARGEST) {
      throw new IllegalArgumentException(
          "%s has %d bytes; at most %d are allowed".formatted(FILE, json.length, LARGEST));
    }
    try {
      Document document = MAPPER.readValue(json, Document.class);
      if (document == null || document.format() != FORMAT) {
        throw new IllegalArgumentException("%s has format %s; this program reads format %d"
            .formatted(FILE, document == null ? "null" : document.format(), FORMAT));
      }
      Map<Target, Line> lines = new EnumMap<>(Target.class);
      document.targets().forEach((label, line) -> {
        if (line == null) {
          throw new IllegalArgumentException("%s: '%s' is null".formatted(FILE, label));
        }
        lines.put(target(label), line);
      });
      return new Calibrations(lines);
    } catch (JsonProcessingException e) {
      // The rule of a record is in the cause; Jackson's own words name its classes.
      String message = e.getCause() instanceof IllegalArgumentException rule
          ? rule.getMessage()
          : e.getOriginalMessage().replaceFirst(" \\(index .*", "");
      throw new IllegalArgumentException("%s: %s".formatted(FILE, message), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("%s: %s".formatted(FILE, e.getMessage()), e);
    }
  }

  private static Target target(String label) {
    for (Target target : Target.values()) {
      if (target.label().equals(label)) {
        return target;
      }
    }
    throw new IllegalArgumentException("%s: there is no target '%s'; there are %s"
        .formatted(
            FILE,
            label.length() > 40 ? label.substring(0, 40) + "…" : label,
            Arrays.stream(Target.values()).map(Target::label).collect(Collectors.joining(", "))));
  }
}

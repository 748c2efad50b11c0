package io.adaptivelb.prediction;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

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
  private static final VersionDocument<Document> DOCUMENT =
      new VersionDocument<>(FILE, Document.class, Document::format, FORMAT, 1 << 16);

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

  /** The line of a target. */
  public Line line(Target target) {
    return lines.getOrDefault(target, Line.SAME);
  }

  /** What a margin of a target's trees predicts: a logarithm, or a probability for {@link Target#FAILURE}. */
  public double prediction(Target target, double margin) {
    double value = line(target).of(margin);
    return target == Target.FAILURE ? 1 / (1 + Math.exp(-value)) : value;
  }

  /** As JSON; the same lines give the same bytes. */
  public byte[] write() {
    Map<String, Line> targets = new TreeMap<>();
    lines.forEach((target, line) -> targets.put(target.label(), line));
    return DOCUMENT.write(new Document(FORMAT, targets));
  }

  /**
   * Reads {@value #FILE}, on which nothing is taken on trust.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Calibrations read(byte[] json) {
    return DOCUMENT.read(json, Calibrations::of);
  }

  private static Calibrations of(Document document) {
    Map<Target, Line> lines = new EnumMap<>(Target.class);
    document.targets().forEach((label, line) -> {
      if (line == null) {
        throw new IllegalArgumentException("'%s' is null".formatted(label));
      }
      lines.put(Target.ofLabel(label), line);
    });
    return new Calibrations(lines);
  }
}

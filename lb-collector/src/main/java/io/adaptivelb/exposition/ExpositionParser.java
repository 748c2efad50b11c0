package io.adaptivelb.exposition;

import static io.adaptivelb.failure.FailureCode.DUPLICATE_SERIES;
import static io.adaptivelb.failure.FailureCode.LINE_TOO_LONG;
import static io.adaptivelb.failure.FailureCode.SYNTAX;
import static io.adaptivelb.failure.FailureCode.TOO_MANY;
import static io.adaptivelb.failure.FailureCode.TRUNCATED;

import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over a page of samples in one pass, strictly: a page that breaks its format anywhere is refused as a whole, because
 * nobody can tell what else on it is wrong.
 *
 * <p>Call {@link #reset}, then {@link #next} until it says false; between, the accessors speak of the current sample.
 * Nothing is allocated for a sample that nobody asks about. Fails with {@link SourceFailure} and nothing else, whatever
 * the bytes are. Not thread-safe; reuse it.
 *
 * <p>Series are told apart by a 64-bit hash of name and labels that does not depend on the order of the labels. It is
 * seeded, so that a page cannot aim at another one's series.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus text format 0.0.4</a>
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a>
 */
public final class ExpositionParser {
  /** The two formats. */
  public enum Format {
    /** Prometheus text format 0.0.4. */
    TEXT,
    /** OpenMetrics 1.0: exemplars are allowed, {@code # EOF} is required. */
    OPEN_METRICS
  }

  /** Most labels that a series may have. */
  public static final int MAX_LABELS = 64;

  /** Most bytes that a line may have. */
  public static final int MAX_LINE_BYTES = 64 << 10;

  private static final String[] TYPES = {
    "counter",
    "gauge",
    "histogram",
    "summary",
    "untyped",
    "unknown",
    "gaugehistogram",
    "info",
    "stateset"
  };

  private final Numbers numbers = new Numbers();
  private final SeriesSet seen = new SeriesSet();
  private final int[] labelBounds = new int[4 * MAX_LABELS];
  private final long[] labelHashes = new long[MAX_LABELS];

  private byte[] page = new byte[0];
  private int at;
  private int end;
  private Format format = Format.TEXT;
  private boolean ended;
  private int line;
  private int lineStart;

  private int nameStart;
  private int nameEnd;
  private long nameHash;
  private long seriesHash;
  private int labels;
  private double value;

  /**
   * Begins a page.
   *
   * @param page holds it; must not change until the last sample was read
   * @param from its first byte
   * @param to the byte after its last
   * @throws SourceFailure when it is not UTF-8 or does not end with a line feed
   */
  public void reset(byte[] page, int from, int to, Format format) throws SourceFailure {
    this.page = page;
    this.at = from;
    this.end = to;
    this.format = format;
    this.ended = false;
    this.line = 0;
    this.lineStart = from;
    seen.clear();
    Utf8.check(page, from, to);
    if (from < to && page[to - 1] != '\n') {
      this.line = countLines();
      this.lineStart = lastLineStart();
      throw failure(TRUNCATED, "the last line has no line feed, so the page was cut off");
    }
  }

  /**
   * Goes to the next sample.
   *
   * @return false at the end of the page
   * @throws SourceFailure naming the line, what is wrong and what was found
   */
  public boolean next() throws SourceFailure {
    while (at < end) {
      line++;
      lineStart = at;
      byte first = page[at];
      if (ended) {
        throw failure(SYNTAX, "nothing may follow # EOF");
      }
      if (first == '#') {
        comment();
      } else if (first == '\n') {
        if (format == Format.OPEN_METRICS) {
          throw failure(SYNTAX, "OpenMetrics has no empty lines");
        }
        at++;
      } else {
        sample();
        return true;
      }
    }
    if (format == Format.OPEN_METRICS && !ended) {
      throw failure(TRUNCATED, "the page ends without # EOF, so it was cut off");
    }
    return false;
  }

  /** The current sample's line, from 1. */
  public int line() {
    return line;
  }

  /** The current sample's value, NaN and infinities included. */
  public double value() {
    return value;
  }

  /** The hash of the current sample's name, as {@link #hashOf} gives it. */
  public long nameHash() {
    return nameHash;
  }

  /** The hash of the current sample's name and labels. */
  public long seriesHash() {
    return seriesHash;
  }

  /** The same without one label, "" if it has none. */
  public long seriesHashWithout(byte[] label) {
    int index = labelIndex(label);
    return index < 0 ? seriesHash : seriesHash - labelHashes[index];
  }

  /** The current sample's name. */
  public String name() {
    return text(nameStart, nameEnd);
  }

  /** Whether the current sample has this name. */
  public boolean nameIs(byte[] name) {
    return Arrays.equals(page, nameStart, nameEnd, name, 0, name.length);
  }

  /** A label's value, unescaped; "" for a label that the current sample does not have. */
  public String label(byte[] name) {
    int index = labelIndex(name);
    if (index < 0) {
      return "";
    }
    String value = text(labelBounds[4 * index + 2], labelBounds[4 * index + 3]);
    return value.indexOf('\\') < 0 ? value : unescape(value);
  }

  /** A label's value as a number; NaN when the label is not there or not a number. */
  public double labelNumber(byte[] name) {
    int index = labelIndex(name);
    return index < 0
        ? Double.NaN
        : numbers.parse(page, labelBounds[4 * index + 2], labelBounds[4 * index + 3])
            ? numbers.value()
            : Double.NaN;
  }

  /** The hash that {@link #nameHash} gives a sample of this name. */
  public static long hashOf(byte[] name) {
    return Hashes.of(name, 0, name.length);
  }

  /** A failure at the current line, which it quotes. */
  public SourceFailure failure(FailureCode code, String message) {
    int stop = lineStart;
    while (stop < end && page[stop] != '\n' && stop - lineStart < 120) {
      stop++;
    }
    return new SourceFailure(
        code,
        "line %d: %s: %s".formatted(line, message, SourceFailure.quote(text(lineStart, stop))));
  }

  private void sample() throws SourceFailure {
    nameStart = at;
    at = Names.end(page, at, end, true);
    nameEnd = at;
    if (nameEnd == nameStart) {
      throw failure(SYNTAX, "expects a metric name");
    }
    nameHash = Hashes.of(page, nameStart, nameEnd);
    seriesHash = nameHash;
    labels = 0;
    skipBlanks();
    if (page[at] == '{') {
      at++;
      labels();
      skipBlanks();
    } else if (at == nameEnd) {
      throw failure(SYNTAX, "expects a space or { after the metric name");
    }
    value = number("value");
    if (page[at] != '\n') {
      skipBlanks();
      if (page[at] != '\n' && page[at] != '#') {
        number("time stamp");
        skipBlanks();
      }
      if (page[at] == '#' && format == Format.OPEN_METRICS) {
        exemplar();
      }
      if (page[at] != '\n') {
        throw failure(SYNTAX, "expects the end of the line after the value");
      }
    }
    endLine();
    if (!seen.add(seriesHash)) {
      throw failure(DUPLICATE_SERIES, "this series is on the page twice");
    }
  }

  private void labels() throws SourceFailure {
    skipBlanks();
    while (page[at] != '}') {
      int start = at;
      at = Names.end(page, at, end, false);
      int stop = at;
      if (stop == start) {
        throw failure(SYNTAX, "expects a label name");
      }
      skipBlanks();
      take('=', "expects = after the label name");
      skipBlanks();
      take('"', "expects a label value in double quotes");
      int from = at;
      quoted();
      addLabel(start, stop, from, at - 1);
      skipBlanks();
      if (page[at] == ',') {
        at++;
        skipBlanks();
      } else if (page[at] != '}') {
        throw failure(SYNTAX, "expects , or } after the label");
      }
    }
    at++;
  }

  private void addLabel(int nameFrom, int nameTo, int valueFrom, int valueTo) throws SourceFailure {
    if (labels == MAX_LABELS) {
      throw failure(TOO_MANY, "more than %d labels".formatted(MAX_LABELS));
    }
    for (int i = 0; i < labels; i++) {
      if (Arrays.equals(page, labelBounds[4 * i], labelBounds[4 * i + 1], page, nameFrom, nameTo)) {
        throw failure(SYNTAX, "the label %s is there twice".formatted(text(nameFrom, nameTo)));
      }
    }
    int slot = 4 * labels;
    labelBounds[slot] = nameFrom;
    labelBounds[slot + 1] = nameTo;
    labelBounds[slot + 2] = valueFrom;
    labelBounds[slot + 3] = valueTo;
    // An empty value is the same as no label at all.
    labelHashes[labels] = valueFrom == valueTo
        ? 0
        : Hashes.pair(Hashes.of(page, nameFrom, nameTo), Hashes.of(page, valueFrom, valueTo));
    seriesHash += labelHashes[labels];
    labels++;
  }

  /** Steps behind the closing quote. */
  private void quoted() throws SourceFailure {
    while (page[at] != '"') {
      byte b = page[at];
      if (b == '\n') {
        throw failure(SYNTAX, "expects the closing quote of a label value");
      }
      if (b == '\\') {
        at++;
        byte escaped = page[at];
        if (escaped != '\\' && escaped != '"' && escaped != 'n') {
          throw failure(SYNTAX, "knows the escapes \\\\, \\\" and \\n only");
        }
      }
      at++;
    }
    at++;
  }

  /** {@code # {labels} value [time stamp]}: checked, and of no use to us. */
  private void exemplar() throws SourceFailure {
    at++;
    skipBlanks();
    take('{', "expects the labels of an exemplar");
    skipBlanks();
    while (page[at] != '}') {
      int start = at;
      at = Names.end(page, at, end, false);
      if (at == start) {
        throw failure(SYNTAX, "expects a label name in the exemplar");
      }
      take('=', "expects = after the label name");
      take('"', "expects a label value in double quotes");
      quoted();
      if (page[at] == ',') {
        at++;
      } else if (page[at] != '}') {
        throw failure(SYNTAX, "expects , or } in the exemplar");
      }
    }
    at++;
    skipBlanks();
    number("value of the exemplar");
    skipBlanks();
    if (page[at] != '\n') {
      number("time stamp of the exemplar");
    }
  }

  private void comment() throws SourceFailure {
    int stop = at;
    while (page[stop] != '\n') {
      stop++;
    }
    if (starts("# TYPE ")) {
      int name = Names.end(page, at + 7, end, true);
      boolean known = false;
      for (String type : TYPES) {
        int from = name + 1;
        known |= page[name] == ' ' && stop - from == type.length() && type.equals(text(from, stop));
      }
      if (name == at + 7 || !known) {
        throw failure(SYNTAX, "expects # TYPE, a metric name and a known type");
      }
    } else if (format == Format.OPEN_METRICS) {
      ended = stop - at == 5 && starts("# EOF");
      if (!ended && !starts("# HELP ") && !starts("# UNIT ")) {
        throw failure(SYNTAX, "OpenMetrics knows # TYPE, # HELP, # UNIT and # EOF only");
      }
    }
    at = stop;
    endLine();
  }

  private double number(String what) throws SourceFailure {
    int start = at;
    while (page[at] > ' ') {
      at++;
    }
    if (!numbers.parse(page, start, at)) {
      throw failure(SYNTAX, "the %s is not a number".formatted(what));
    }
    return numbers.value();
  }

  private void endLine() throws SourceFailure {
    at++;
    if (at - lineStart > MAX_LINE_BYTES) {
      throw failure(
          LINE_TOO_LONG,
          "%d bytes; at most %d are allowed".formatted(at - lineStart, MAX_LINE_BYTES));
    }
  }

  private void take(char expected, String message) throws SourceFailure {
    if (page[at] != expected) {
      throw failure(SYNTAX, message);
    }
    at++;
  }

  /** The page ends with a line feed, so this and every other loop stops there without asking for the end. */
  private void skipBlanks() {
    while (page[at] == ' ' || page[at] == '\t') {
      at++;
    }
  }

  private boolean starts(String prefix) {
    for (int i = 0; i < prefix.length(); i++) {
      if (page[at + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int labelIndex(byte[] name) {
    for (int i = 0; i < labels; i++) {
      if (Arrays.equals(page, labelBounds[4 * i], labelBounds[4 * i + 1], name, 0, name.length)) {
        return i;
      }
    }
    return -1;
  }

  private String text(int from, int to) {
    return new String(page, from, to - from, StandardCharsets.UTF_8);
  }

  private int countLines() {
    int lines = 1;
    for (int i = at; i < end; i++) {
      lines += page[i] == '\n' ? 1 : 0;
    }
    return lines;
  }

  private int lastLineStart() {
    int start = end;
    while (start > at && page[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private static String unescape(String value) {
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        i++;
        plain.append(value.charAt(i) == 'n' ? '\n' : value.charAt(i));
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}

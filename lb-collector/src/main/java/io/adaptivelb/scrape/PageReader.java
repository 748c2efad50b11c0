package io.adaptivelb.scrape;

import static io.adaptivelb.failure.FailureCode.BAD_BUCKETS;
import static io.adaptivelb.failure.FailureCode.BAD_VALUE;
import static io.adaptivelb.failure.FailureCode.NOTHING_MAPPED;
import static io.adaptivelb.failure.FailureCode.TOO_MANY;

import io.adaptivelb.exposition.ExpositionParser;
import io.adaptivelb.exposition.ExpositionParser.Format;
import io.adaptivelb.exposition.Selector.Aggregate;
import io.adaptivelb.failure.SourceFailure;
import java.util.List;

/**
 * Reads one page with one mapping: checks it as a whole, keeps the values of mapped series only. Not thread-safe; reuse
 * it, and note that every reading is overwritten by the next one.
 */
public final class PageReader {
  /** Most mapped series that a page may have. */
  public static final int MAX_MAPPED = 20_000;

  /** Larger than any meter in base units, and small enough for a page's sum to stay exact. */
  private static final double LARGEST = 1e15;

  private static final byte[] LE = Rule.bytes("le");

  private final Mapping mapping;
  private final ExpositionParser parser = new ExpositionParser();
  private final PageReading reading = new PageReading();

  /** A reader for pages that a mapping describes. */
  public PageReader(Mapping mapping) {
    this.mapping = mapping;
  }

  /**
   * Reads a page.
   *
   * @return valid until the next call
   * @throws SourceFailure naming the line and what is wrong with it; what was read before stays good
   */
  public PageReading read(byte[] page, int from, int to, Format format) throws SourceFailure {
    reading.clear();
    parser.reset(page, from, to, format);
    int samples = 0;
    while (parser.next()) {
      samples++;
      List<Rule> rules = mapping.rulesFor(parser);
      for (int i = 0; i < rules.size(); i++) {
        if (rules.get(i).matches(parser)) {
          take(rules.get(i));
        }
      }
    }
    if (reading.size() == 0) {
      throw new SourceFailure(
          NOTHING_MAPPED,
          "none of the mapping's %d selectors matches any of the page's %d samples"
              .formatted(mapping.size(), samples));
    }
    reading.checkBuckets();
    return reading;
  }

  private void take(Rule rule) throws SourceFailure {
    double value = parser.value();
    if (rule.aggregate() == Aggregate.COUNT) {
      reading.gauge(rule.role(), 1, Aggregate.SUM);
      return;
    }
    switch (rule.role().kind()) {
      case COUNTER -> {
        require(rule, value >= 0 && within(rule, value), "a counter is a number in 0…1e15");
        reading.counter(rule.role(), parser.seriesHash(), value * rule.factor());
      }
      case BUCKET -> {
        require(rule, value >= 0 && value <= LARGEST, "a bucket is a number in 0…1e15");
        double bound = parser.labelNumber(LE);
        if (Double.isNaN(bound)) {
          throw parser.failure(BAD_BUCKETS, "the bucket's label le is not a number");
        }
        reading.bucket(
            parser.seriesHashWithout(LE),
            parser.seriesHash(),
            Math.max(0, bound * rule.factor()),
            value,
            parser.line());
      }
      case GAUGE -> {
        boolean holds = Double.isNaN(value) || (value >= 0 && within(rule, value));
        require(rule, holds, "this gauge is a number in 0…1e15 or NaN");
        gauge(rule, value);
      }
      case OPTIONAL_GAUGE -> {
        require(
            rule,
            Double.isNaN(value) || within(rule, Math.abs(value)),
            "this gauge is a number in ±1e15 or NaN");
        gauge(rule, value);
      }
    }
    if (reading.size() > MAX_MAPPED) {
      throw parser.failure(TOO_MANY, "more than %d mapped series".formatted(MAX_MAPPED));
    }
  }

  private void gauge(Rule rule, double value) {
    reading.gauge(rule.role(), value >= 0 ? value * rule.factor() : Double.NaN, rule.aggregate());
  }

  private static boolean within(Rule rule, double value) {
    return value * Math.abs(rule.factor()) <= LARGEST;
  }

  private void require(Rule rule, boolean holds, String message) throws SourceFailure {
    if (!holds) {
      throw parser.failure(BAD_VALUE, "%s (%s)".formatted(message, rule.role()));
    }
  }
}

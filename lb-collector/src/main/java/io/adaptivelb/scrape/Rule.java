package io.adaptivelb.scrape;

import io.adaptivelb.exposition.ExpositionParser;
import io.adaptivelb.exposition.Matcher;
import io.adaptivelb.exposition.Selector;
import java.nio.charset.StandardCharsets;

/** One selector of a mapping, ready to be held against samples. Immutable. */
final class Rule {
  private final Role role;
  private final Selector selector;
  private final byte[] name;
  private final byte[][] labels;

  Rule(Role role, Selector selector) {
    this.role = role;
    this.selector = selector;
    this.name = bytes(selector.name());
    this.labels =
        selector.matchers().stream().map(matcher -> bytes(matcher.label())).toArray(byte[][]::new);
  }

  Role role() {
    return role;
  }

  Selector.Aggregate aggregate() {
    return selector.aggregate();
  }

  double factor() {
    return selector.factor();
  }

  byte[] name() {
    return name;
  }

  /** Whether the parser's current sample, whose name is known to fit, satisfies every condition. */
  boolean matches(ExpositionParser sample) {
    for (int i = 0; i < labels.length; i++) {
      Matcher matcher = selector.matchers().get(i);
      if (!matcher.test(sample.label(labels[i]))) {
        return false;
      }
    }
    return true;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

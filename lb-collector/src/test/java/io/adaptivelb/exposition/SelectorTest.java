package io.adaptivelb.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.exposition.Selector.Aggregate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "node:cpu:ratio * 0.001",
        "a{b=\"c\",d!=\"e\",f=~\"g|h\",i!~\"\\\\d\"}",
        "count(a{mode=\"idle\"})",
        "max(a) * 2.0",
        "a{b=\"say \\\"x\\\"\"}"
      })
  void parse_everyForm_printsAsItWasWritten(String text) {
    assertThat(Selector.parse(text)).hasToString(text);
  }

  @Test
  void parse_withSpaces_readsTheParts() {
    Selector selector = Selector.parse(" sum( a { b = \"x y\" , } ) * 1e-3 ");

    assertThat(selector.aggregate()).isEqualTo(Aggregate.SUM);
    assertThat(selector.factor()).isEqualTo(0.001);
    assertThat(selector.matchers()).hasToString("[b=\"x y\"]");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          {a="b"}       | expects a metric name at column 1
          a{            | expects a label name at column 3
          a{b="c"       | expects , or } at column 8
          a{b="c        | expects the closing quote
          a{b=c}        | expects a value in double quotes at column 5
          a{b=~"("}     | label b: "(" is not a regular expression
          avg(a)        | knows the functions sum, count and max, not avg
          sum(a         | expects )
          a * b         | expects a number at column 5
          a * 0         | factor 0.0 must be finite and not 0
          a * NaN       | factor NaN must be finite and not 0
          a b           | expects the end at column 3
          0a            | "0a" is not a metric name
          """)
  void parse_wrongText_namesTextAndColumn(String text, String message) {
    assertThatThrownBy(() -> Selector.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void test_missingLabel_readsAsEmpty() {
    Selector selector = Selector.parse("a{b=\"\",c!=\"x\",d=~\"(5..)?\",e!~\".+\"}");

    assertThat(selector.matchers()).allMatch(matcher -> matcher.test(""));
    assertThat(List.of(
            new Matcher("b", Matcher.Operator.MATCHES, "5..").test("5000"),
            new Matcher("b", Matcher.Operator.MATCHES, "5..").test("500")))
        .containsExactly(false, true);
  }
}

package io.adaptivelb.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndpointIdTest {
  @Property
  void parse_whatToStringWrote_isTheSame(
      @ForAll("hosts") String host, @ForAll @IntRange(min = 1, max = 65_535) int port) {
    EndpointId id = new EndpointId(host, port);

    assertThat(EndpointId.parse(id.toString())).isEqualTo(id);
  }

  @Property
  void parse_anyText_isAnEndpointOrAnError(@ForAll String text) {
    try {
      EndpointId id = EndpointId.parse(text);
      assertThat(EndpointId.parse(id.toString())).isEqualTo(id);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }

  @Provide
  Arbitrary<String> hosts() {
    Arbitrary<String> names = Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars(".-")
        .ofMinLength(1)
        .ofMaxLength(60);
    Arbitrary<String> addresses = Arbitraries.strings()
        .withCharRange('a', 'f')
        .withChars(":0123456789")
        .ofMinLength(2)
        .ofMaxLength(39);
    return Arbitraries.oneOf(names, addresses);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      localhost          | has no port
      localhost:         | port is not a number
      localhost:http     | port is not a number
      localhost:+80      | port is not a number
      localhost:٨٠       | port is not a number
      localhost:99999999 | port is not a number
      localhost:0        | port 0 is not in 1…65535
      localhost:65536    | port 65536 is not in 1…65535
      ::1:80             | in brackets
      :80                | 0 characters
      []:80              | 0 characters
      [[::1]]:80         | brackets
      a b:80             | space
      """)
  void parse_brokenText_namesTheRule(String text, String rule) {
    assertThatThrownBy(() -> EndpointId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void parse_hugeText_isQuotedInPart() {
    assertThatThrownBy(() -> EndpointId.parse("x".repeat(1_000_000) + ":80"))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void compareTo_samePortOrHost_ordersByHostThenPort() {
    assertThat(new EndpointId("a", 2)).isLessThan(new EndpointId("b", 1));
    assertThat(new EndpointId("a", 1)).isLessThan(new EndpointId("a", 2));
  }
}

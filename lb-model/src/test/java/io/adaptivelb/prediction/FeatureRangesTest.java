package io.adaptivelb.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.prediction.FeatureRanges.Range;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureRangesTest {
  private static final int SIZE = FeatureSchema.CURRENT.size();
  private static final String FIRST =
      FeatureSchema.CURRENT.definitions().getFirst().name();

  /** Every feature in −2…2, and the last one never there. */
  static FeatureRanges ranges() {
    List<Range> ranges = new ArrayList<>(IntStream.range(0, SIZE - 1)
        .mapToObj(i -> new Range(0.001 * (i % 3), List.of(-2f, -1f, 0.25f, 1f, 2f)))
        .toList());
    ranges.add(new Range(1, List.of()));
    return new FeatureRanges(ranges);
  }

  @Test
  void read_whatWasWritten_isTheSame() {
    byte[] written = ranges().write();

    assertThat(FeatureRanges.read(written)).isEqualTo(ranges());
    assertThat(FeatureRanges.read(written).write()).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\" : 1|\"format\" : 2|features.json has format 2; this program reads format 1",
        "\"format\" : 1|\"format\" : 1, \"more\" : 1|features.json: Unrecognized field \"more\"",
        "\"FIRST\"|\"none\"|features.json: feature 'FIRST' is missing",
        "\"features\" : {|\"features\" : { \"none\" : {\"missing\" : 0, \"quantiles\" : [0, 0, 0, 0, 0]},|has no feature 'none'",
        "\"missing\" : 0.0,|\"missing\" : 1.5,|share missing is 1.5; it must be in 0…1",
        "\"missing\" : 0.0,|\"missing\" : 1.0,|5 quantiles with 1.0 of the rows missing; it must be 0",
        "\"missing\" : 0.0,|\"missing\" : null,|features.json: ",
        "[ -2.0, -1.0|[ -2.0, -3.0|quantiles fall from -2.0 to -3.0",
        "[ -2.0, -1.0|[ -1.0|4 quantiles with 0.0 of the rows missing; it must be 5",
        "[ -2.0, -1.0|[ null, -1.0|features.json: ",
        "[ -2.0, -1.0|[ \"-Infinity\", -1.0|quantile -Infinity is no number",
      })
  void read_whatIsWrong_saysIt(String what, String instead, String message) {
    String json = new String(ranges().write(), StandardCharsets.UTF_8);
    String wanted = what.replace("FIRST", FIRST);
    assertThat(json).contains(wanted);
    int at = json.indexOf(wanted);
    String changed = json.substring(0, at) + instead + json.substring(at + wanted.length());

    assertThatThrownBy(() -> FeatureRanges.read(changed.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message.replace("FIRST", FIRST));
  }

  @Test
  void read_cutOffOrHuge_isRefused() {
    byte[] json = ranges().write();
    byte[] half = new String(json, StandardCharsets.UTF_8)
        .substring(0, json.length / 2)
        .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> FeatureRanges.read(half))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("features.json: ");
    assertThatThrownBy(() -> FeatureRanges.read(new byte[1 << 20]))
        .hasMessageContaining("features.json has 1048576 bytes; at most 262144 are allowed");
  }
}

package io.adaptivelb.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.prediction.Calibrations.Line;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationsTest {
  private static final Calibrations SOME = new Calibrations(
      Map.of(Target.FAILURE, new Line(0.5, -1), Target.LATENCY_P99, new Line(1.25, 0.1)));

  @Test
  void prediction_isALineAndForFailuresAProbability() {
    assertThat(SOME.prediction(Target.LATENCY_P99, 2)).isEqualTo(2.6, within(1e-12));
    assertThat(SOME.prediction(Target.FAILURE, 2)).isEqualTo(0.5, within(1e-12));
    assertThat(SOME.prediction(Target.SERVICE_DEMAND, 2)).isEqualTo(2);
    assertThat(Calibrations.NONE.prediction(Target.FAILURE, 0)).isEqualTo(0.5);
  }

  @Test
  void read_ofWhatWasWritten_isTheSame() {
    assertThat(Calibrations.read(SOME.write())).isEqualTo(SOME);
    assertThat(Calibrations.read(SOME.write()).write()).isEqualTo(SOME.write());
    assertThat(Calibrations.read(Calibrations.NONE.write())).isEqualTo(Calibrations.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|calibration.json: ",
        "null|format null",
        "{}|calibration.json: Missing creator property 'format'",
        "{\"format\":2,\"targets\":{}}|format 2; this program reads format 1",
        "{\"format\":1,\"targets\":null}|calibration.json: ",
        "{\"format\":1,\"targets\":{},\"more\":1}|more",
        "{\"format\":1,\"targets\":{\"failure\":null}}|'failure' is null",
        "{\"format\":1,\"targets\":{\"speed\":{\"slope\":1,\"offset\":0}}}|there is no target 'speed'; there are service_demand",
        "{\"format\":1,\"targets\":{\"failure\":{\"slope\":-1,\"offset\":0}}}|slope -1.0 is not in 0…100",
        "{\"format\":1,\"targets\":{\"failure\":{\"slope\":1,\"offset\":\"NaN\"}}}|offset NaN",
        "{\"format\":1,\"targets\":{\"failure\":{\"slope\":1}}}|offset",
      })
  void read_whatIsWrong_isRefused(String json, String reason) {
    assertThatThrownBy(() -> Calibrations.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void read_tooLarge_isRefused() {
    assertThatThrownBy(() -> Calibrations.read(new byte[1 << 20]))
        .hasMessageContaining("1048576 bytes; at most 65536 are allowed");
  }
}

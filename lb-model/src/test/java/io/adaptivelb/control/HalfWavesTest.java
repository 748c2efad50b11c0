package io.adaptivelb.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalfWavesTest {
  private final HalfWaves waves = new HalfWaves();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 9})
  void stepThatSwings_oscillatesWhateverItsPeriod(int halfPeriod) {
    int turns = 0;
    for (int t = 0; t < 12 * halfPeriod; t++) {
      turns += waves.turns(t / halfPeriod % 2 == 0 ? 0.5 : -0.4) ? 1 : 0;
    }

    assertThat(waves.oscillate()).isTrue();
    assertThat(turns).isBetween(3, 6);
  }

  @Test
  void stepThatSwingsALittle_isNoise() {
    for (int t = 0; t < 100; t++) {
      assertThat(waves.turns(t % 2 == 0 ? 0.14 : -0.14)).isFalse();
    }
  }

  @Test
  void oscillationThatCeases_isOver() {
    for (int t = 0; t < 20; t++) {
      waves.turns(t % 2 == 0 ? 0.5 : -0.5);
    }
    assertThat(waves.oscillate()).isTrue();

    for (int t = 0; t <= HalfWaves.MAX_TICKS; t++) {
      waves.turns(0);
    }

    assertThat(waves.oscillate()).isFalse();
  }

  @Test
  void slowDrift_isNoOscillation() {
    for (int t = 0; t < 400; t++) {
      assertThat(waves.turns(t / 20 % 2 == 0 ? 0.5 : -0.5)).isFalse();
    }
  }

  @Test
  void noise_hardlyEverOscillates() {
    Random random = new Random(1);
    int turns = 0;
    for (int t = 0; t < 10_000; t++) {
      turns += waves.turns(0.4 * random.nextGaussian()) ? 1 : 0;
    }

    assertThat(turns).isLessThan(200);
  }

  @Test
  void garbage_isNoStep() {
    for (double step : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1, Double.NaN}) {
      waves.turns(step);
    }

    assertThat(waves.oscillate()).isFalse();
  }
}

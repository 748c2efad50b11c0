package io.adaptivelb.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.prediction.Trust.Settled;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustTest {
  private final Trust trust = new Trust();

  private void observe(int times, double predicted, double actual) {
    trust.observe(Collections.nCopies(times, new Settled(predicted, actual)));
  }

  @Test
  void factor_ofAModelThatSaidNothingYet_isNone() {
    assertThat(trust.factor()).isZero();
  }

  @Test
  void factor_ofAFewLuckyHits_isNoneYet() {
    observe(3, 0.5, 0.5);

    // 3 · 0.25 saved of the 1 that has to be earned.
    assertThat(trust.factor()).isZero();
  }

  @Test
  void factor_ofPredictionsThatComeTrue_isEarned() {
    observe(6, -0.5, -0.5);

    // 1.5 saved, nothing lost: 2 · (1.5 − 1) / 1.5.
    assertThat(trust.factor()).isEqualTo(2.0 / 3, within(1e-12));
    observe(10, -0.5, -0.5);
    assertThat(trust.factor()).isOne();
  }

  @Test
  void factor_ofWhatCannotBeForetold_staysAsItWas() {
    observe(6, -0.5, -0.5);
    double before = trust.factor();
    observe(1_000, 0, 1.5);

    // Only time passes: both sums lose 0.5 %, and a bit more of the 1 is missing.
    assertThat(trust.factor()).isEqualTo(before, within(0.01));
  }

  @Test
  void factor_afterFalseAlarms_isLostTwiceAsFastAsItWasEarned() {
    observe(16, -0.5, -0.5);
    assertThat(trust.factor()).isOne();
    observe(6, -0.5, 0);

    // Saved 3.98, lost 1.5: 2 · (3.98 − 3 − 1) < 0.
    assertThat(trust.factor()).isZero();
  }

  @Test
  void factor_ofAPoisonedModel_isNeverAnything() {
    for (int tick = 0; tick < 500; tick++) {
      // Says the opposite of what comes.
      trust.observe(List.of(new Settled(1.2, -1.2), new Settled(-0.8, 0.8)));
      assertThat(trust.factor()).isZero();
    }
  }

  @Test
  void factor_ofOneThatTurnsPoisonous_isGoneWithinFourTicks() {
    for (int tick = 0; tick < 20; tick++) {
      observe(2, -1, -1);
    }
    assertThat(trust.factor()).isOne();
    int ticks = 0;
    while (trust.factor() > 0) {
      observe(2, -1, 1);
      ticks++;
    }

    // Each costs (1 + 1)² − 1 = 3, twice.
    assertThat(ticks).isLessThanOrEqualTo(4);
  }

  @Test
  void factor_ofExtremeOutcomes_countsThemAsFarAsTheLimit() {
    observe(1, 1_000, 1_000);

    // Held at 2: 4 saved.
    assertThat(trust.factor()).isOne();
    observe(1, 1_000, -1_000);
    assertThat(trust.factor()).isZero();
  }
}

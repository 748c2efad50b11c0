package io.adaptivelb.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;

class ImportanceTest {
  @Test
  void of_model_equalsNative() throws XGBoostError {
    NativeModel trained =
        NativeModel.train(Map.of("objective", "binary:logistic", "max_depth", 3), 10, 20, 0.1, 31);
    List<Importance> importances = Importance.of(trained.read());
    Map<String, Double> weight = trained.booster.getScore(new String[0], "weight");
    Map<String, Double> gain = trained.booster.getScore(new String[0], "gain");
    Map<String, Double> totalGain = trained.booster.getScore(new String[0], "total_gain");
    Map<String, Double> cover = trained.booster.getScore(new String[0], "cover");
    Map<String, Double> totalCover = trained.booster.getScore(new String[0], "total_cover");

    assertThat(importances).hasSize(20);
    assertThat(importances)
        .isSortedAccordingTo(Comparator.comparingDouble(Importance::totalGain).reversed());
    for (Importance it : importances) {
      if (it.weight() == 0) {
        assertThat(weight).doesNotContainKey(it.name());
        assertThat(it.gain()).isZero();
        continue;
      }
      // Native reads its own text dump, which has fewer digits.
      assertThat((double) it.weight()).isEqualTo(weight.get(it.name()));
      assertThat(it.gain()).isCloseTo(gain.get(it.name()), withinPercentage(0.01));
      assertThat(it.totalGain()).isCloseTo(totalGain.get(it.name()), withinPercentage(0.01));
      assertThat(it.cover()).isCloseTo(cover.get(it.name()), withinPercentage(0.01));
      assertThat(it.totalCover()).isCloseTo(totalCover.get(it.name()), withinPercentage(0.01));
    }
  }
}

package io.adaptivelb.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.features.FeatureSchema;
import io.adaptivelb.features.FeatureVector;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FamiliarityTest {
  private static final int SIZE = FeatureSchema.CURRENT.size();

  private final Familiarity familiarity = new Familiarity(Optional.of(FeatureRangesTest.ranges()));

  /** A vector of which the first features have a value, and the last one is missing as it always was. */
  private static FeatureVector vector(int first, float value) {
    float[] values = new float[SIZE];
    Arrays.fill(values, 0, first, value);
    values[SIZE - 1] = Float.NaN;
    return FeatureSchema.CURRENT.vector(values);
  }

  private void ticks(int count, FeatureVector... vectors) {
    for (int tick = 0; tick < count; tick++) {
      for (FeatureVector vector : vectors) {
        familiarity.knows(vector);
      }
      familiarity.endTick();
    }
  }

  @Test
  void knows_upToSixFeaturesOutside() {
    assertThat(familiarity.knows(vector(6, 1_000))).isTrue();
    assertThat(familiarity.knows(vector(7, 1_000))).isFalse();
    assertThat(familiarity.knows(vector(7, -1_000))).isFalse();
  }

  @Test
  void knows_withinTheMargin() {
    assertThat(familiarity.knows(vector(30, 4.05f))).isTrue();
    assertThat(familiarity.knows(vector(30, 4.15f))).isFalse();
  }

  @Test
  void knows_whatNoTrainingRowHad_countsAsOutside() {
    float[] values = vector(6, 1_000).toArray();
    values[SIZE - 1] = 0;

    assertThat(familiarity.knows(FeatureSchema.CURRENT.vector(values))).isFalse();
  }

  @Test
  void share_ofForeignVectors_takesTheModelOutOfItsDepthAndBack() {
    FeatureVector usual = vector(0, 0);
    FeatureVector foreign = vector(40, 1_000);

    ticks(100, usual, usual, foreign);
    assertThat(familiarity.strangeShare()).isBetween(0.33, 0.34);
    assertThat(familiarity.isOutOfDepth()).isFalse();

    ticks(10, foreign, foreign, foreign);
    assertThat(familiarity.isOutOfDepth()).isTrue();

    ticks(8, usual, usual, foreign);
    assertThat(familiarity.strangeShare()).isLessThan(0.6);
    assertThat(familiarity.isOutOfDepth()).isTrue();

    ticks(20, usual);
    assertThat(familiarity.isOutOfDepth()).isFalse();
  }

  @Test
  void share_ofPatchyVectors_countsThoughEachIsKnown() {
    FeatureVector patchy = vector(SIZE * 2 / 3, Float.NaN);

    assertThat(familiarity.knows(patchy)).isTrue();
    ticks(10, patchy);

    assertThat(familiarity.isOutOfDepth()).isTrue();
  }

  @Test
  void aModelThatDoesNotTell_knowsEverything() {
    Familiarity none = new Familiarity(Optional.empty());

    assertThat(none.knows(vector(SIZE - 1, 1e6f))).isTrue();
    none.endTick();
    assertThat(none.isOutOfDepth()).isFalse();
    assertThat(none.strangeShare()).isZero();
  }

  @Test
  void endTick_withoutVectors_changesNothing() {
    ticks(10, vector(40, 1_000));
    double share = familiarity.strangeShare();

    familiarity.endTick();

    assertThat(familiarity.strangeShare()).isEqualTo(share);
  }
}

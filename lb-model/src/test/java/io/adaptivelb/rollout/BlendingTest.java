package io.adaptivelb.rollout;

import static io.adaptivelb.weights.EndpointWeight.MAX_WEIGHT;
import static io.adaptivelb.weights.EndpointWeight.MIN_WEIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BlendingTest {
  @Test
  void blend_isTheWeightedSum() {
    int[] old = {1_000, 1_000, 1_000, 1_000};
    int[] candidate = {2_000, 500, 1_000, 500};

    assertThat(Blending.blend(old, candidate, Blend.HALF)).containsExactly(1_500, 750, 1_000, 750);
    assertThat(Blending.blend(old, candidate, Blend.ALL)).containsExactly(candidate);
    assertThat(Blending.blend(old, candidate, Blend.FIVE)).containsExactly(1_050, 975, 1_000, 975);
  }

  @Test
  void blend_otherScale_isTakenAsShares() {
    assertThat(Blending.blend(new int[] {1_000, 1_000}, new int[] {30, 10}, Blend.ALL))
        .containsExactly(1_500, 500);
  }

  @Test
  void blend_scaledBeyondTheRange_isClampedAndTheRestShares() {
    int[] old = {9_000, 9_000, 9_000};
    int[] candidate = {100, 1, 1};

    assertThat(Blending.blend(old, candidate, Blend.ALL)).containsExactly(10_000, 8_500, 8_500);
  }

  @Property(tries = 3_000)
  void blend_keepsSumAndRange_andMovesAtMostItsShare(@ForAll long seed) {
    Random random = new Random(seed);
    int[] old = weights(random, 1 + random.nextInt(40));
    int[] candidate = weights(random, old.length);
    double distance = Blending.distance(old, candidate);
    double before = 0;
    for (Blend blend : Blend.values()) {
      int[] blended = Blending.blend(old, candidate, blend);

      assertThat(Arrays.stream(blended).sum()).isEqualTo(Arrays.stream(old).sum());
      assertThat(Arrays.stream(blended))
          .allMatch(weight -> weight >= MIN_WEIGHT && weight <= MAX_WEIGHT);
      double rounding = (double) old.length / Arrays.stream(old).sum();
      double moved = Blending.distance(old, blended);
      assertThat(moved).isLessThanOrEqualTo(blend.share() * distance + rounding);
      assertThat(moved).isGreaterThanOrEqualTo(before - rounding);
      before = moved;
    }
  }

  @Property(tries = 1_000)
  void distance_isSymmetricAndInRange(@ForAll long seed) {
    Random random = new Random(seed);
    int[] some = weights(random, 1 + random.nextInt(40));
    int[] others = weights(random, some.length);

    assertThat(Blending.distance(some, others))
        .isBetween(0.0, 1.0)
        .isCloseTo(Blending.distance(others, some), within(1e-12));
    assertThat(Blending.distance(some, some)).isZero();
  }

  @Test
  void blend_notTheSameEndpoints_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Blending.blend(new int[] {1}, new int[] {1, 2}, Blend.ONE))
        .withMessageContaining("1 old and 2 new weights");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Blending.blend(new int[0], new int[0], Blend.ONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Blending.blend(new int[] {1}, new int[] {0}, Blend.ONE))
        .withMessage("weight 0 is not in 1…10000");
  }

  @Test
  void ofPercent_noStep_isRefused() {
    assertThat(Blend.ofPercent(25)).isEqualTo(Blend.QUARTER);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Blend.ofPercent(10))
        .withMessageContaining("blend 10 %");
  }

  private static int[] weights(Random random, int count) {
    double spread = random.nextDouble() * 4;
    return random
        .doubles(count)
        .mapToInt(d -> Math.clamp(
            Math.round(1_000 * Math.exp(spread * (d - 0.5) * 2)), MIN_WEIGHT, MAX_WEIGHT))
        .toArray();
  }
}

package io.adaptivelb.boosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class CMathTest {
  @Property
  void exp_anyFloat_isTheNearestOrNextToIt(@ForAll @FloatRange(min = -104, max = 89) float x) {
    float nearest = (float) Math.exp(x);

    assertThat(CMath.exp(x)).isBetween(Math.nextDown(nearest), Math.nextUp(nearest));
  }

  @Property
  void log_anyFloat_isTheNearestOrNextToIt(
      @ForAll @FloatRange(min = 0, minIncluded = false) float x) {
    float nearest = (float) Math.log(x);

    assertThat(CMath.log(x)).isBetween(Math.nextDown(nearest), Math.nextUp(nearest));
  }

  @Test
  void exp_millionFloats_isMostlyTheNearest() {
    Random random = new Random(1);
    int others = 0;
    for (int i = 0; i < 1_000_000; i++) {
      float x = random.nextFloat() * 40 - 20;
      others += CMath.exp(x) == (float) Math.exp(x) ? 0 : 1;
    }

    assertThat(others).isBetween(1, 2_000);
  }

  @Test
  void exp_limits_areThoseOfTheLibrary() {
    assertThat(CMath.exp(Float.NaN)).isNaN();
    assertThat(CMath.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(CMath.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(CMath.exp(88.73f)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(CMath.exp(-104)).isZero();
    assertThat(CMath.exp(-103)).isEqualTo(Float.MIN_VALUE);
    assertThat(CMath.exp(0)).isEqualTo(1);
  }

  @Test
  void log_limits_areThoseOfTheLibrary() {
    assertThat(CMath.log(1)).isZero();
    assertThat(CMath.log(0)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(CMath.log(-1)).isNaN();
    assertThat(CMath.log(Float.NaN)).isNaN();
    assertThat(CMath.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(CMath.log(Float.MIN_VALUE)).isEqualTo((float) Math.log(Float.MIN_VALUE));
  }
}

package io.adaptivelb.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentValuesTest {
  @Test
  void quantile_isThatOfTheLastValues() {
    Random random = new Random(5);
    RecentValues values = new RecentValues(7);
    double[] all = random.ints(300, 0, 9).asDoubleStream().toArray();
    for (int i = 0; i < all.length; i++) {
      values.add(all[i]);
      double[] last = Arrays.copyOfRange(all, Math.max(0, i - 6), i + 1);
      Arrays.sort(last);
      assertThat(values.size()).isEqualTo(last.length);
      assertThat(values.quantile(0)).isEqualTo(last[0]);
      assertThat(values.quantile(1)).isEqualTo(last[last.length - 1]);
    }
  }

  @Test
  void quantile_ofNothing_isNaN() {
    RecentValues values = new RecentValues(3);
    values.add(1);
    values.clear();

    assertThat(values.quantile(0.5)).isNaN();
  }
}

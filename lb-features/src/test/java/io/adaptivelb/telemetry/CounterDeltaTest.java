package io.adaptivelb.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class CounterDeltaTest {
  @Test
  void update_firstReading_isNoIncrease() {
    assertThat(new CounterDelta().update(1_000)).isZero();
  }

  @Test
  void update_lowerReading_countsFromZero() {
    CounterDelta counter = new CounterDelta();
    counter.update(1_000);

    assertThat(counter.update(30)).isEqualTo(30);
    assertThat(counter.update(45)).isEqualTo(15);
  }

  @Test
  void restarted_higherReadingAfterwards_countsFromZero() {
    CounterDelta counter = new CounterDelta();
    counter.update(1_000);
    counter.restarted();

    assertThat(counter.update(1_200)).isEqualTo(1_200);
  }

  @Test
  void update_garbage_isRefusedAndForgotten() {
    CounterDelta counter = new CounterDelta();
    counter.update(10);
    for (double garbage : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> counter.update(garbage)).hasMessageContaining("" + garbage);
    }

    assertThat(counter.update(12)).isEqualTo(2);
  }

  /** A process counts events, restarts now and then, and is read after each step: nothing counts twice, nor below zero. */
  @Property
  void update_anyResets_neverCountsMoreThanHappened(
      @ForAll List<@IntRange(max = 1_000) Integer> steps, @ForAll List<Boolean> restarts) {
    CounterDelta counter = new CounterDelta();
    counter.update(0);
    double shown = 0;
    double happened = 0;
    double counted = 0;
    for (int i = 0; i < steps.size(); i++) {
      boolean restart = i < restarts.size() && restarts.get(i);
      if (restart) {
        counter.restarted();
        shown = 0;
      }
      shown += steps.get(i);
      happened += steps.get(i);
      counted += counter.update(shown);
    }

    assertThat(counted).isEqualTo(happened);
  }

  @Property
  void update_unannouncedResets_isBetweenZeroAndWhatHappened(
      @ForAll List<@IntRange(max = 1_000) Integer> steps, @ForAll List<Boolean> restarts) {
    CounterDelta counter = new CounterDelta();
    counter.update(0);
    double shown = 0;
    double happened = 0;
    double counted = 0;
    for (int i = 0; i < steps.size(); i++) {
      shown = (i < restarts.size() && restarts.get(i) ? 0 : shown) + steps.get(i);
      happened += steps.get(i);
      double delta = counter.update(shown);
      assertThat(delta).isBetween(0.0, shown);
      counted += delta;
    }

    assertThat(counted).isLessThanOrEqualTo(happened);
  }
}

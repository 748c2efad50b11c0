package io.adaptivelb.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GateTest {
  private final List<String> started = new ArrayList<>();

  @Test
  void enter_moreThanTheLimit_waitsInOrder() {
    Gate gate = new Gate(2);
    for (String name : List.of("a", "b", "c", "d")) {
      gate.enter(false, () -> started.add(name));
    }

    assertThat(started).containsExactly("a", "b");
    gate.leave(false);
    assertThat(started).containsExactly("a", "b", "c");
    assertThat(gate.waiting()).isEqualTo(1);
  }

  @Test
  void enter_manySuspects_useAQuarterOfThePlaces() {
    Gate gate = new Gate(8);
    for (int i = 0; i < 100; i++) {
      gate.enter(true, () -> started.add("suspect"));
    }
    for (int i = 0; i < 6; i++) {
      gate.enter(false, () -> started.add("trusted"));
    }

    assertThat(started).hasSize(8);
    assertThat(started.stream().filter("suspect"::equals)).hasSize(2);
    gate.leave(true);
    assertThat(started.stream().filter("suspect"::equals)).hasSize(3);
  }

  @Test
  void leave_bothWait_takesTheTrustedFirst() {
    Gate gate = new Gate(1);
    gate.enter(false, () -> started.add("first"));
    gate.enter(true, () -> started.add("suspect"));
    gate.enter(false, () -> started.add("trusted"));

    gate.leave(false);
    gate.leave(false);

    assertThat(started).containsExactly("first", "trusted", "suspect");
  }

  @Property(tries = 300)
  void enterAndLeave_anyOrder_admitsAllAndNeverTooMany(@ForAll List<Boolean> suspects) {
    Gate gate = new Gate(4);
    List<Boolean> inside = new ArrayList<>();
    int[] admitted = {0};
    for (boolean suspect : suspects) {
      gate.enter(suspect, () -> {
        inside.add(suspect);
        admitted[0]++;
      });
      assertThat(inside).hasSizeLessThanOrEqualTo(4);
    }
    while (!inside.isEmpty()) {
      gate.leave(inside.removeFirst());
    }

    assertThat(admitted[0]).isEqualTo(suspects.size());
    assertThat(gate.waiting()).isZero();
  }
}

package io.adaptivelb.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Instant BEGIN = Instant.parse("2026-11-25T00:00:00Z");

  private Instant now = BEGIN;

  @Test
  void run_beginsAtOnceAndThenByTheBeginnings() {
    List<Instant> begun = new ArrayList<>();
    List<Duration> work = List.of(Duration.ofHours(3), Duration.ofHours(30), Duration.ofHours(1));
    Schedule schedule = new Schedule(Duration.ofHours(24), () -> now, time -> {
      if (begun.size() == work.size()) {
        throw new InterruptedException();
      }
      now = time.isAfter(now) ? time : now;
    });

    assertThatThrownBy(() -> schedule.run(() -> {
          begun.add(now);
          now = now.plus(work.get(begun.size() - 1));
        }))
        .isInstanceOf(InterruptedException.class);

    assertThat(begun)
        .containsExactly(
            BEGIN, BEGIN.plus(Duration.ofHours(24)), BEGIN.plus(Duration.ofHours(24 + 30)));
  }
}

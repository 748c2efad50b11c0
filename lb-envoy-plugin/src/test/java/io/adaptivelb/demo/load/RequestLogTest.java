package io.adaptivelb.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestLogTest {
  private final RequestLog log = new RequestLog(4, List.of("a", "b"));

  @Test
  void ended_twice_countsTheFirstOnly() {
    assertThat(log.ended(1, Outcome.TIMEOUT, 1_000_000_000, "")).isTrue();
    assertThat(log.ended(1, Outcome.SUCCESS, 2_000_000_000, "b")).isFalse();
    assertThat(log.outcome(1)).isEqualTo(Outcome.TIMEOUT);
    assertThat(log.latencyMicros(1)).isEqualTo(1_000_000);
    assertThat(log.backend(1)).isEqualTo(RequestLog.NO_BACKEND);
  }

  @Test
  void ended_unknownBackend_isNoBackend() {
    log.ended(0, Outcome.SUCCESS, 5_000, "c");
    assertThat(log.backend(0)).isEqualTo(RequestLog.NO_BACKEND);
  }

  @Test
  void copy_keepsIndexes_clampsTheRange_andDoesNotChange() {
    log.sent(2, 3_000);
    log.ended(2, Outcome.SUCCESS, 7_000, "b");
    RequestLog part = log.copy(2, 99);
    log.ended(3, Outcome.BROKEN, 1_000, "");
    assertThat(part.from()).isEqualTo(2);
    assertThat(part.to()).isEqualTo(4);
    assertThat(part.lagMicros(2)).isEqualTo(3);
    assertThat(part.latencyMicros(2)).isEqualTo(7);
    assertThat(part.backend(2)).isEqualTo(1);
    assertThat(part.outcome(3)).isEqualTo(Outcome.PENDING);
    RequestLog none = part.copy(10, 5);
    assertThat(none.from()).isEqualTo(none.to());
  }
}

package io.adaptivelb.demo.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.demo.load.Outcome;
import io.adaptivelb.demo.load.RequestLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void of_hundredSuccesses_areTheirQuantiles() {
    RequestLog log = new RequestLog(100, List.of("a"));
    for (int i = 0; i < 100; i++) {
      log.ended(i, Outcome.SUCCESS, (i + 1) * 1_000_000L, "a");
    }
    Figures figures = Figures.of(log);
    assertThat(figures.p50Millis()).isCloseTo(50, within(0.1));
    assertThat(figures.p90Millis()).isCloseTo(90, within(0.1));
    assertThat(figures.p99Millis()).isCloseTo(99, within(0.1));
    assertThat(figures.errorRatio()).isZero();
  }

  @Test
  void of_fastFailures_countAsErrorsAndNotAsLatency() {
    RequestLog log = new RequestLog(4, List.of("a"));
    log.ended(0, Outcome.SUCCESS, 20_000_000, "a");
    log.ended(1, Outcome.SERVER_ERROR, 100_000, "a");
    log.ended(2, Outcome.REJECTED, 100_000, "a");
    log.ended(3, Outcome.BROKEN, 100_000, "");
    Figures figures = Figures.of(log);
    assertThat(figures.p50Millis()).isCloseTo(20, within(0.1));
    assertThat(figures.errorRatio()).isEqualTo(0.75);
  }

  @Test
  void of_timeout_countsAsErrorAndWithItsFullLength() {
    RequestLog log = new RequestLog(2, List.of("a"));
    log.ended(0, Outcome.SUCCESS, 20_000_000, "a");
    log.ended(1, Outcome.TIMEOUT, 1_000_000_000, "");
    Figures figures = Figures.of(log);
    assertThat(figures.p99Millis()).isCloseTo(1_000, within(1.0));
    assertThat(figures.errorRatio()).isEqualTo(0.5);
  }

  @Test
  void of_pendingRequests_countForNothing() {
    RequestLog log = new RequestLog(2, List.of("a"));
    assertThat(Figures.of(log).p99Millis()).isNaN();
    assertThat(Figures.of(log).errorRatio()).isNaN();
  }
}

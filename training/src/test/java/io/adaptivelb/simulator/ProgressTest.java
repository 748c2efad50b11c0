package io.adaptivelb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter screen = new StringWriter();
  private long nanos;

  private Progress progress(boolean terminal) {
    return new Progress(new PrintWriter(screen), terminal, 400, () -> nanos);
  }

  @Test
  void terminal_hasABarAndTheTimeLeft() {
    Progress progress = progress(true);
    nanos = 30_000_000_000L;

    progress.done(100);

    // A quarter took 30 s, so three quarters take 90.
    assertThat(screen.toString())
        .isEqualTo("\r[" + "█".repeat(8) + "░".repeat(22) + "]  25 %, about 1:30 left ");
  }

  @Test
  void elsewhere_aTenthIsALine() {
    Progress progress = progress(false);
    for (int i = 0; i < 40; i++) {
      nanos += 1_000_000_000L;
      progress.done(10);
    }

    assertThat(screen.toString().lines())
        .hasSize(10)
        .startsWith(" 10 %, about 0:36 left")
        .endsWith("100 %, about 0:00 left");
  }

  @Test
  void moreThanExpected_staysAtTheEnd() {
    Progress progress = progress(false);

    progress.done(500);

    assertThat(screen.toString()).startsWith("100 %, about 0:00 left");
  }
}

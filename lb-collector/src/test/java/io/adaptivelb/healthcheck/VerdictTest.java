package io.adaptivelb.healthcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  /** Checks: + good, - bad, R refused, T timed out. Changes: the check's place and the new state. */
  @ParameterizedTest
  @CsvSource({
    "+,          2, 2, 1 healthy",
    "-,          2, 2, ''",
    "--,         2, 2, 2 unhealthy",
    "R,          2, 2, 1 unhealthy",
    "+-+-+-,     2, 2, 1 healthy",
    "+--,        2, 2, '1 healthy,3 unhealthy'",
    "+R,         2, 2, '1 healthy,2 unhealthy'",
    "+R-,        2, 3, '1 healthy,3 unhealthy'",
    "+R+R+R+,    2, 3, 1 healthy",
    "--+,        2, 2, 2 unhealthy",
    "--++,       2, 2, '2 unhealthy,4 healthy'",
    "--+-+-++,   2, 2, '2 unhealthy,8 healthy'",
    "--+++++--,  3, 2, '2 unhealthy,5 healthy,9 unhealthy'",
    "-+,         2, 2, 2 healthy",
    "TTTTT+,     2, 2, 6 healthy",
    "TTTTTT,     2, 2, 6 unhealthy",
    "+TT,        2, 2, '1 healthy,3 unhealthy'",
    "TT-,        2, 2, 3 unhealthy",
    "+-----,     1, 4, '1 healthy,5 unhealthy'",
  })
  void note_checksInARow_changesItsMind(String checks, int rise, int fall, String expected) {
    Verdict verdict = new Verdict(rise, fall);
    List<String> changes = new ArrayList<>();
    for (int i = 0; i < checks.length(); i++) {
      int place = i + 1;
      verdict
          .note(result(checks.charAt(i)))
          .ifPresent(change -> changes.add(place + (change.healthy() ? " healthy" : " unhealthy")));
    }

    assertThat(String.join(",", changes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"+, HTTP 200", "R, connection refused"})
  void note_change_bringsTheReason(char check, String reason) {
    assertThat(new Verdict(2, 2).note(result(check)).orElseThrow().reason()).isEqualTo(reason);
  }

  private static ProbeResult result(char check) {
    return switch (check) {
      case '+' -> new ProbeResult.Passed("HTTP 200");
      case 'R' ->
        new ProbeResult.Failed(
            new SourceFailure(FailureCode.CONNECTION_REFUSED, "connection refused"));
      case 'T' -> new ProbeResult.Failed(new SourceFailure(FailureCode.TIMEOUT, "no answer"));
      default -> new ProbeResult.Failed(new SourceFailure(FailureCode.HTTP_STATUS, "HTTP 503"));
    };
  }
}

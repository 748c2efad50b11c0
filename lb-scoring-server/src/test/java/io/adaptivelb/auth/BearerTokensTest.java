package io.adaptivelb.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adaptivelb.auth.BearerTokens.NamedToken;
import io.adaptivelb.auth.TokenVerifier.Granted;
import io.adaptivelb.auth.TokenVerifier.Reason;
import io.adaptivelb.auth.TokenVerifier.Refused;
import io.adaptivelb.auth.TokenVerifier.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokensTest {
  private static final Principal ALICE = new Principal("alice", Role.OPERATOR, true);
  private static final Principal BOB = new Principal("bob", Role.VIEWER, true);
  private static final String PEER = "192.0.2.7";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private final BearerTokens tokens = new BearerTokens(
      List.of(
          new NamedToken("alices-secret-token", ALICE), new NamedToken("bobs-secret-token", BOB)),
      () -> now,
      meters);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer bobs-secret-token",
        "bearer bobs-secret-token",
        "BEARER  bobs-secret-token "
      })
  void verify_knownToken_grantsItsHolder(String header) {
    assertThat(tokens.verify(header, PEER)).isEqualTo(new Granted(BOB));
  }

  @Test
  void verify_nothing_refusesAsMissingAndDoesNotCountAsAttempt() {
    for (int i = 0; i < 100; i++) {
      assertThat(reason(tokens.verify(null, PEER))).isEqualTo(Reason.MISSING);
    }
    assertThat(tokens.verify("Bearer alices-secret-token", PEER)).isEqualTo(new Granted(ALICE));
    assertThat(count("missing")).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YTpi", "alices-secret-token", "Bearer", "\u0000"})
  void verify_notBearer_refusesAsMalformed(String header) {
    assertThat(reason(tokens.verify(header, PEER))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void verify_hugeHeader_refusesAsMalformed() {
    assertThat(reason(tokens.verify("Bearer " + "a".repeat(100_000), PEER)))
        .isEqualTo(Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer alices-secret-toke",
        "Bearer alices-secret-token2",
        "Bearer ALICES-SECRET-TOKEN",
        "Bearer  "
      })
  void verify_wrongToken_refusesWithoutEchoingIt(String header) {
    Verdict verdict = tokens.verify(header, PEER);
    assertThat(reason(verdict)).isEqualTo(Reason.UNKNOWN);
    assertThat(((Refused) verdict).message()).doesNotContainIgnoringCase("alices");
  }

  @Test
  void verify_tooManyFailures_blocksThatAddressForAMinute() {
    for (int i = 0; i < AttemptLimiter.MAX_FAILURES; i++) {
      assertThat(reason(tokens.verify("Bearer guess-" + i, PEER))).isEqualTo(Reason.UNKNOWN);
    }

    assertThat(reason(tokens.verify("Bearer alices-secret-token", PEER))).isEqualTo(Reason.LIMITED);
    assertThat(tokens.verify("Bearer alices-secret-token", "192.0.2.8"))
        .isEqualTo(new Granted(ALICE));
    now = now.plus(AttemptLimiter.WINDOW);
    assertThat(tokens.verify("Bearer alices-secret-token", PEER)).isEqualTo(new Granted(ALICE));
    assertThat(count("limited")).isEqualTo(1);
    assertThat(count("unknown")).isEqualTo(AttemptLimiter.MAX_FAILURES);
  }

  @Test
  void constructor_noToken_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BearerTokens(List.of(), () -> now, meters));
  }

  @Test
  void namedToken_toString_hidesTheSecret() {
    assertThat(new NamedToken("alices-secret-token", ALICE).toString()).isEqualTo("token of alice");
  }

  private static Reason reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Refused.class);
    return ((Refused) verdict).reason();
  }

  private double count(String reason) {
    return meters
        .get("adaptivelb.auth.refusals")
        .tag("reason", reason)
        .counter()
        .count();
  }
}

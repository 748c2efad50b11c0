package io.adaptivelb.demo.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adaptivelb.demo.load.Outcome;
import io.adaptivelb.demo.load.RequestLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Measurement EQUAL = measurement(100, 100, 0);

  @Test
  void of_halfTheP99AndHalfTheErrors_passesRoundRobin() {
    Verdict verdict = Verdict.of(EQUAL, measurement(49, 49, 0), Goal.ROUND_ROBIN);
    assertThat(verdict).isInstanceOf(Verdict.Passed.class);
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.sentence()).contains("0.49×");
  }

  @Test
  void of_slowerThanTheGoal_failsAndNamesTheRatio() {
    Verdict verdict = Verdict.of(EQUAL, measurement(60, 10, 0), Goal.ROUND_ROBIN);
    assertThat(verdict).isInstanceOf(Verdict.Failed.class);
    assertThat(verdict.sentence())
        .contains("p99 is 0.60×")
        .contains("at most 0.50×")
        .doesNotContain("error");
  }

  @Test
  void of_sameP99_passesNoPolicy() {
    assertThat(Verdict.of(EQUAL, EQUAL, Goal.ROUND_ROBIN).passed()).isFalse();
    Verdict verdict = Verdict.of(EQUAL, EQUAL, Goal.LEAST_REQUEST);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.sentence()).contains("p99 is 1.00×").contains("error ratio is 1.00×");
  }

  @Test
  void of_moreErrors_failsHoweverFast() {
    Verdict verdict = Verdict.of(EQUAL, measurement(10, 51, 0), Goal.LEAST_REQUEST);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.sentence()).contains("error ratio is 0.51×");
  }

  @Test
  void of_noErrorsOnEitherSide_judgesLatencyAlone() {
    assertThat(Verdict.of(measurement(100, 0, 0), measurement(40, 0, 0), Goal.ROUND_ROBIN)
            .passed())
        .isTrue();
    assertThat(Verdict.of(measurement(100, 0, 0), measurement(40, 1, 0), Goal.ROUND_ROBIN)
            .passed())
        .isFalse();
  }

  @Test
  void of_generatorThatFellBehind_isInvalidHoweverGoodTheFigures() {
    Verdict verdict = Verdict.of(EQUAL, measurement(10, 0, 6), Goal.ROUND_ROBIN);
    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.sentence()).contains("Measurement invalid").contains("6.0 ms");
  }

  @Test
  void json_hasExactlyTheDocumentedFields() throws Exception {
    Measurement adaptive = measurement(40, 10, 0);
    Verdict verdict = Verdict.of(EQUAL, adaptive, Goal.ROUND_ROBIN);
    String json = Report.json("round_robin", EQUAL, adaptive, verdict, Optional.empty());
    assertThat(json).doesNotContain("\n");
    JsonNode root = new ObjectMapper().readTree(json);
    assertThat(root.fieldNames())
        .toIterable()
        .containsExactly("policy", "requests", "equal", "adaptive", "ratios", "passed");
    for (String phase : List.of("equal", "adaptive")) {
      assertThat(root.get(phase).fieldNames())
          .toIterable()
          .containsExactly("p50Millis", "p90Millis", "p99Millis", "errorRatio");
    }
    assertThat(root.get("ratios").fieldNames()).toIterable().containsExactly("p99", "errors");
    assertThat(root.get("policy").asText()).isEqualTo("round_robin");
    assertThat(root.get("requests").asInt()).isEqualTo(1_000);
    assertThat(root.get("equal").get("errorRatio").asDouble()).isEqualTo(0.1);
    assertThat(root.get("ratios").get("errors").asDouble()).isEqualTo(0.1);
    assertThat(root.get("passed").asBoolean()).isTrue();
  }

  @Test
  void json_figuresThatDoNotExist_areNull() throws Exception {
    Measurement none = measurement(40, 0, 0);
    JsonNode root = new ObjectMapper()
        .readTree(Report.json("round_robin", none, none, new Verdict.Failed(""), Optional.empty()));
    assertThat(root.get("ratios").get("errors").isNull()).isTrue();
  }

  @Test
  void breakdown_attributesRequestsErrorsAndTheSlowestToTheirBackends() {
    RequestLog log = new RequestLog(200, List.of("fast", "slow"));
    for (int i = 0; i < 197; i++) {
      log.ended(i, Outcome.SUCCESS, 10_000_000, "fast");
    }
    log.ended(197, Outcome.SUCCESS, 90_000_000, "slow");
    log.ended(198, Outcome.SERVER_ERROR, 1_000_000, "slow");
    log.ended(199, Outcome.TIMEOUT, 1_000_000_000, "");
    List<Breakdown> lines = Breakdown.of(Measurement.of(log, 0.5));
    assertThat(lines).extracting(Breakdown::name).containsExactly("fast", "slow", "");
    assertThat(lines).extracting(Breakdown::errors).containsExactly(0L, 1L, 1L);
    assertThat(lines).extracting(Breakdown::slowShare).containsExactly(0.0, 0.5, 0.5);
    assertThat(lines.get(0).share()).isEqualTo(0.985);
  }

  /** 1,000 requests: {@code errors} quick failures, the rest as slow as {@code p99Millis}. */
  @Test
  void poison_foundOut_passesWithinTheLimit_andFailsBeyondIt() {
    Poison found = new Poison(Duration.ofSeconds(15), Duration.ofSeconds(33), "skill");
    PoisonVerdict passed = PoisonVerdict.of(found, EQUAL, measurement(120, 0, 0));
    assertThat(passed.passed()).isTrue();
    assertThat(passed.sentence())
        .contains("Passed", "after 18 s (guardrail: skill)", "1.20×", "allowed: 1.25×");
    assertThat(PoisonVerdict.of(found, EQUAL, measurement(130, 0, 0)).passed()).isFalse();
    assertThat(PoisonVerdict.of(found, EQUAL, measurement(100, 0, 6)).sentence())
        .contains("Measurement invalid");
    PoisonVerdict missed = PoisonVerdict.of(
        new Poison(Duration.ofSeconds(15), null, ""), EQUAL, measurement(100, 0, 0));
    assertThat(missed.passed()).isFalse();
    assertThat(missed.sentence()).contains("was not rolled back");
  }

  private static Measurement measurement(long p99Millis, int errors, long lagMillis) {
    RequestLog log = new RequestLog(1_000, List.of("a"));
    for (int i = 0; i < 1_000; i++) {
      log.sent(i, lagMillis * 1_000_000);
      if (i < errors) {
        log.ended(i, Outcome.SERVER_ERROR, 1_000_000, "a");
      } else {
        log.ended(i, Outcome.SUCCESS, p99Millis * 1_000_000, "a");
      }
    }
    return Measurement.of(log, 0.5);
  }
}

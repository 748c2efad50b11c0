package io.adaptivelb.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.demo.backend.BackendSpec;
import io.adaptivelb.demo.backend.Condition;
import io.adaptivelb.demo.load.ArrivalSchedule;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ScenarioTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final Scenario scenario =
      new Scenario(MINUTE, Double.parseDouble(Scenario.DEFAULT_RATE_TEXT));

  @Test
  void anEqualShare_isMoreThanTheSlowBackendCanServe_butTheFleetHasRoom() {
    double share = scenario.requestsPerSecond() / scenario.backends().size();
    assertThat(share).isGreaterThan(named("slow").capacity());
    assertThat(scenario.requestsPerSecond()).isLessThan(0.65 * scenario.capacity());
  }

  @Test
  void worstMoment_stillFitsWhatIsLeftOfTheFleet() {
    double least = Double.MAX_VALUE;
    for (int second = 0; second < 60; second++) {
      double left = 0;
      for (BackendSpec backend : scenario.backends()) {
        Condition now = backend.conditionAt(Duration.ofSeconds(second));
        left += now.up() ? backend.capacity() * now.speed() * (1 - now.failureRatio()) : 0;
      }
      least = Math.min(least, left);
    }
    assertThat(scenario.requestsPerSecond()).isLessThan(0.9 * least);
  }

  @Test
  void everyFault_happensWithinTheMeasuredTime_andIsOverBeforeTheEnd() {
    for (Duration duration : List.of(Duration.ofSeconds(8), MINUTE, Duration.ofMinutes(10))) {
      Scenario timed = new Scenario(duration, 100);
      TreeSet<String> seen = new TreeSet<>();
      for (long millis = 0; millis < duration.toMillis(); millis += 50) {
        for (BackendSpec backend : timed.backends()) {
          Condition now = backend.conditionAt(Duration.ofMillis(millis));
          if (!now.equals(Condition.NORMAL)) {
            seen.add(now.label());
            assertThat(Duration.ofMillis(millis)).isGreaterThanOrEqualTo(timed.warmUp());
          }
        }
      }
      assertThat(seen).containsExactly("down", "failing", "noisy neighbour", "warming up");
      assertThat(timed.backends())
          .allMatch(backend -> backend.conditionAt(duration).equals(Condition.NORMAL));
    }
  }

  @Test
  void warmUp_isAQuarterOfAPhase_atMostFifteenSeconds() {
    assertThat(scenario.warmUp()).isEqualTo(Duration.ofSeconds(15));
    assertThat(new Scenario(Duration.ofMinutes(10), 1).warmUp()).isEqualTo(Duration.ofSeconds(15));
    assertThat(new Scenario(Duration.ofSeconds(20), 1).warmUp()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void arrivals_ofBothPhases_areTheSame() {
    ArrivalSchedule first = scenario.arrivals();
    ArrivalSchedule second = scenario.arrivals();
    assertThat(second.size()).isEqualTo(first.size());
    assertThat(second.offsetNanos(1_000)).isEqualTo(first.offsetNanos(1_000));
    assertThat(second.work(1_000)).isEqualTo(first.work(1_000));
  }

  private BackendSpec named(String name) {
    return scenario.backends().stream()
        .filter(backend -> backend.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}

package io.adaptivelb.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FeatureWindowsTest {
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Instant START = Instant.parse("2026-01-01T05:00:00Z");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final EndpointId ONE = endpoint(1);
  private final FeatureWindows windows = new FeatureWindows();

  @Test
  void schema_namesEachFeatureOnce_andKnowsItsPlace() {
    FeatureSchema schema = FeatureSchema.CURRENT;
    HashSet<String> names = new HashSet<>();

    schema
        .definitions()
        .forEach(d -> assertThat(names.add(d.name())).as(d.name()).isTrue());

    assertThat(schema.id()).matches("v2-[0-9a-f]{8}");
    assertThat(schema
            .definitions()
            .get(schema.index("error_ratio.slope").orElseThrow())
            .window())
        .isEqualTo("1m");
    assertThat(schema.index("nonsense")).isEmpty();
  }

  @Test
  void quantities_areComparedWithTheirOwnPast() {
    for (int i = 0; i < 12; i++) {
      add(tick(ONE, NOON.plus(TICK.multipliedBy(i)), 100L * (i + 1), 0, 1));
    }

    FeatureVector vector = vector(ONE, NOON.plus(TICK.multipliedBy(11)));

    assertThat(vector.get("requests_per_second.change"))
        .isCloseTo((float) Math.log(240 / 130.0), within(1e-6f));
    assertThat(vector.get("requests_per_second.slope")).isCloseTo(60 * 4 / 130f, within(1e-3f));
    assertThat(vector.get("requests_per_second.volatility")).isCloseTo(72.11f / 130, within(1e-4f));
  }

  @Test
  void relation_isToTheMedianOfTheCluster() {
    for (int i = 1; i <= 3; i++) {
      add(tick(endpoint(i), NOON, 1_000L * i, 0, i));
    }

    assertThat(vector(endpoint(1), NOON).get("cpu_ratio.relative")).isEqualTo(-0.25f);
    assertThat(vector(endpoint(3), NOON).get("requests_per_second.relative"))
        .isCloseTo((float) Math.log(1.5), within(1e-6f));
    assertThat(vector(endpoint(3), NOON).get("error_ratio.relative")).isZero();
  }

  @Test
  void context_tellsAgeCapacityAndPlannedLoad() {
    windows.add(
        tick(ONE, NOON, 100, 10, 1),
        new CapacityReading(0.02, 0.5, 0.01, 0.016, 0.8, 4, Double.NaN));

    FeatureVector vector = vector(ONE, NOON);

    assertThat(vector.get("age")).isCloseTo((float) Math.log1p(7 * 3_600), within(1e-5f));
    assertThat(vector.get("capacity.deviation")).isCloseTo((float) Math.log(0.25), within(1e-6f));
    assertThat(vector.get("capacity.surprise")).isCloseTo((float) Math.log(1.25), within(1e-6f));
    assertThat(vector.get("capacity.share")).isCloseTo((float) Math.log(0.8), within(1e-6f));
    assertThat(vector.get(FeatureSchema.PLANNED_UTILISATION))
        .isCloseTo(80 * 0.016f / 3.2f, within(1e-6f));
    assertThat(vector.get("season.next")).isNaN();
  }

  @Test
  void memory_thatRises_leavesMinutes() {
    for (int i = 0; i < 12; i++) {
      add(withMemory(0.4 + 0.01 * i, NOON.plus(TICK.multipliedBy(i))));
    }

    FeatureVector vector = vector(ONE, NOON.plus(TICK.multipliedBy(11)));

    assertThat(vector.get("memory_ratio.slope")).isCloseTo(0.12f, within(1e-4f));
    assertThat(vector.get("memory.minutes_left")).isCloseTo(0.49f / 0.12f, within(0.01f));
  }

  @Test
  void silence_makesTheNewestValueMissing_andLeavesTheWindows() {
    add(tick(ONE, NOON, 100, 0, 1));

    FeatureVector vector = vector(ONE, NOON.plusSeconds(40));

    assertThat(vector.get("cpu_ratio")).isNaN();
    assertThat(vector.get("cpu_ratio.change")).isNaN();
    assertThat(vector.get("cpu_ratio.max")).isEqualTo(0.25f);
    assertThat(vector.get("cpu_ratio.slope")).isNaN();
  }

  @Test
  void restart_forgetsWhatWasBefore() {
    add(tick(ONE, NOON, 100, 0, 4));
    add(new EndpointObservation(
        ONE,
        NOON.plus(TICK),
        TICK,
        new Outcomes(100, 0, 0, 0, 0),
        LatencyHistogram.EMPTY,
        Double.NaN,
        new Resources(4, 1, Double.NaN, Double.NaN),
        CircuitBreaker.UNKNOWN,
        NOON,
        0));

    assertThat(vector(ONE, NOON.plus(TICK)).get("cpu_ratio.max")).isEqualTo(0.25f);
  }

  @Test
  void sameTicks_giveTheSameBits() {
    FeatureWindows again = new FeatureWindows();
    for (int i = 0; i < 90; i++) {
      EndpointObservation tick =
          tick(ONE, NOON.plus(TICK.multipliedBy(i)), 50L + i * 37 % 91, i % 7, 1 + i % 3);
      CapacityReading reading =
          new CapacityReading(0.01 + 0.001 * (i % 9), 1, 0.01, 0.01, 0.9, 4, Double.NaN);
      windows.add(tick, reading);
      again.add(tick, reading);
    }
    Instant now = NOON.plus(TICK.multipliedBy(89));

    Map<EndpointId, FeatureVector> expected = windows.vectors(now, id -> 5);

    assertThat(again.vectors(now, id -> 5)).isEqualTo(expected);
  }

  @Test
  void retain_forgetsTheOthers() {
    add(tick(ONE, NOON, 1, 0, 1));
    add(tick(endpoint(2), NOON, 1, 0, 1));

    windows.retain(List.of(endpoint(2)));

    assertThat(windows.vectors(NOON, id -> Double.NaN)).containsOnlyKeys(endpoint(2));
  }

  @Test
  void errors_againstAClusterWithoutAny_areADifference() {
    for (int i = 1; i <= 3; i++) {
      add(tick(endpoint(i), NOON, 90, i == 3 ? 10 : 0, 1));
    }

    assertThat(vector(endpoint(3), NOON).get("error_ratio.relative")).isEqualTo(0.1f);
    assertThat(vector(ONE, NOON).get("error_ratio.relative")).isZero();
  }

  @Test
  void unburdenedEndpoint_showsNothing_unlessItIsInDistress() {
    for (int i = 0; i < 12; i++) {
      add(tick(ONE, NOON.plus(TICK.multipliedBy(i)), 1_000, 0, 1));
    }
    Instant later = NOON.plus(TICK.multipliedBy(12));
    CapacityReading well = new CapacityReading(0.01, 1, 0.01, 0.01, 1, 4, Double.NaN);
    CapacityReading ill = new CapacityReading(0.03, 1, 0.01, 0.01, 1, 4, Double.NaN);

    assertThat(windows.add(tick(ONE, later, 100, 0, 1), well)).isFalse();
    assertThat(windows.add(tick(ONE, later.plus(TICK), 100, 0, 1), ill)).isTrue();
  }

  @Test
  void constantSeries_variesByNothing() {
    for (int i = 0; i < 60; i++) {
      add(tick(ONE, NOON.plus(TICK.multipliedBy(i)), 777, 0, 0.3));
    }

    FeatureVector vector = vector(ONE, NOON.plus(TICK.multipliedBy(59)));

    assertThat(vector.get("cpu_ratio.change")).isZero();
    assertThat(vector.get("cpu_ratio.slope")).isZero();
    assertThat(vector.get("requests_per_second.volatility")).isZero();
  }

  @Test
  void extremeTelemetry_givesFiniteNumbersOrNaN() {
    for (int i = 0; i < 3; i++) {
      windows.add(
          new EndpointObservation(
              ONE,
              NOON.plus(TICK.multipliedBy(i)),
              Duration.ofNanos(1),
              new Outcomes(Outcomes.MAX_COUNT, i, 0, 0, 0),
              LatencyHistogram.EMPTY,
              1e300 / (i + 1),
              new Resources(1e-300, 1e300, 1e300 / (i + 1), 0),
              CircuitBreaker.UNKNOWN,
              Instant.MIN.plusSeconds(1),
              0),
          new CapacityReading(1e-300, 1e-9, 1e300, 1e-300, 1e-9, 1e-300, Double.NaN));
    }

    FeatureVector vector = Objects.requireNonNull(
        windows.vectors(NOON.plusSeconds(10), id -> Double.MAX_VALUE).get(ONE));

    for (int i = 0; i < FeatureSchema.CURRENT.size(); i++) {
      assertThat(Float.isInfinite(vector.get(i)))
          .as(FeatureSchema.CURRENT.definitions().get(i).name())
          .isFalse();
    }
  }

  /** When this fails, features changed their meaning: raise the version if the words did not change, and pin the new id. */
  @Test
  void schema_id_isThePinnedOne() {
    assertThat(FeatureSchema.CURRENT.id()).isEqualTo("v2-36550ee5");
    assertThatThrownBy(() -> FeatureSchema.CURRENT.requireSame("v0-00000000"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("v0-00000000")
        .hasMessageContaining(FeatureSchema.CURRENT.id());
    FeatureSchema.CURRENT.requireSame(FeatureSchema.CURRENT.id());
  }

  @Test
  void unknownName_isRefusedByName() {
    add(tick(ONE, NOON, 1, 0, 1));

    assertThatThrownBy(() -> vector(ONE, NOON).get("latency"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'latency'");
  }

  private void add(EndpointObservation tick) {
    windows.add(tick, CapacityReading.NONE);
  }

  private FeatureVector vector(EndpointId endpoint, Instant now) {
    return Objects.requireNonNull(windows.vectors(now, id -> 80).get(endpoint));
  }

  private static EndpointId endpoint(int i) {
    return new EndpointId("10.0.0." + i, 80);
  }

  private static EndpointObservation withMemory(double ratio, Instant time) {
    return new EndpointObservation(
        ONE,
        time,
        TICK,
        new Outcomes(100, 0, 0, 0, 0),
        LatencyHistogram.EMPTY,
        3,
        new Resources(4, 1, 0.5, ratio),
        CircuitBreaker.UNKNOWN,
        START,
        0);
  }

  private static EndpointObservation tick(
      EndpointId id, Instant time, long successes, long errors, double busyCores) {
    LatencyHistogram.Recorder latency = new LatencyHistogram.Recorder();
    latency.record(0.01);
    return new EndpointObservation(
        id,
        time,
        TICK,
        new Outcomes(successes, errors, 0, 0, 0),
        latency.drain(),
        3,
        new Resources(4, busyCores, 0.5, 0.25),
        CircuitBreaker.UNKNOWN,
        START,
        0);
  }
}

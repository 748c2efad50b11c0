package io.adaptivelb.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.domain.Locality;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FeatureWindowsTest {
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Instant START = Instant.parse("2026-01-01T05:00:00Z");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private final FeatureWindows windows = new FeatureWindows();

  @Test
  void schema_namesEachFeatureOnce_andKnowsItsPlace() {
    FeatureSchema schema = FeatureSchema.CURRENT;
    HashSet<String> names = new HashSet<>();

    schema
        .definitions()
        .forEach(d -> assertThat(names.add(d.name())).as(d.name()).isTrue());

    assertThat(schema.id()).matches("v1-[0-9a-f]{8}");
    assertThat(schema
            .definitions()
            .get(schema.index("error_ratio.1m.max").orElseThrow())
            .window())
        .isEqualTo("1m");
    assertThat(schema.index("nonsense")).isEmpty();
  }

  @Test
  void windows_ofARisingSeries_haveItsMeanMaximumSlopeAndVolatility() {
    Endpoint endpoint = endpoint(1);
    for (int i = 0; i < 12; i++) {
      windows.add(
          endpoint, tick(endpoint.id(), NOON.plus(TICK.multipliedBy(i)), 100L * (i + 1), 0, 1));
    }

    FeatureVector vector = vector(endpoint, NOON.plus(TICK.multipliedBy(11)));

    assertThat(vector.get("requests_per_second")).isEqualTo(240f);
    assertThat(vector.get("requests_per_second.15s.mean")).isEqualTo(220f);
    assertThat(vector.get("requests_per_second.15s.max")).isEqualTo(240f);
    assertThat(vector.get("requests_per_second.1m.mean")).isEqualTo(130f);
    assertThat(vector.get("requests_per_second.1m.slope")).isCloseTo(4f, within(1e-3f));
    assertThat(vector.get("requests_per_second.1m.volatility")).isCloseTo(72.11f, within(0.01f));
    assertThat(vector.get("requests_per_second.5m.mean")).isEqualTo(130f);
  }

  @Test
  void relation_isToTheMedianOfTheCluster() {
    for (int i = 1; i <= 3; i++) {
      windows.add(endpoint(i), tick(endpoint(i).id(), NOON, 1_000, 0, i));
    }

    assertThat(vector(endpoint(1), NOON).get("cpu_ratio.relative")).isCloseTo(0.5f, within(1e-6f));
    assertThat(vector(endpoint(3), NOON).get("cpu_ratio.relative")).isCloseTo(1.5f, within(1e-6f));
    assertThat(vector(endpoint(3), NOON).get("error_ratio.relative")).isZero();
  }

  @Test
  void context_tellsAgeTimePlaceAndPlannedLoad() {
    Endpoint endpoint = endpoint(1);
    windows.add(endpoint, tick(endpoint.id(), NOON, 100, 10, 1));

    FeatureVector vector = vector(endpoint, NOON);

    assertThat(vector.get("age_seconds")).isEqualTo(7 * 3_600f);
    assertThat(vector.get("time_of_day_cos")).isCloseTo(-1f, within(1e-6f));
    assertThat(vector.get("zone_code")).isBetween(0f, 16_777_215f);
    assertThat(vector.get("hardware_code")).isNaN();
    assertThat(vector.get("planned_requests_per_second")).isEqualTo(80f);
    assertThat(vector.get("planned_requests_per_second_per_core")).isEqualTo(20f);
  }

  @Test
  void silence_makesTheNewestValueMissing_andLeavesTheWindows() {
    Endpoint endpoint = endpoint(1);
    windows.add(endpoint, tick(endpoint.id(), NOON, 100, 0, 1));

    FeatureVector vector = vector(endpoint, NOON.plusSeconds(40));

    assertThat(vector.get("cpu_ratio")).isNaN();
    assertThat(vector.get("cpu_ratio.15s.mean")).isNaN();
    assertThat(vector.get("cpu_ratio.1m.mean")).isEqualTo(0.25f);
    assertThat(vector.get("cpu_ratio.1m.slope")).isNaN();
  }

  @Test
  void restart_forgetsWhatWasBefore() {
    Endpoint endpoint = endpoint(1);
    windows.add(endpoint, tick(endpoint.id(), NOON, 100, 0, 4));
    EndpointObservation reborn = new EndpointObservation(
        endpoint.id(),
        NOON.plus(TICK),
        TICK,
        new Outcomes(100, 0, 0, 0, 0),
        LatencyHistogram.EMPTY,
        Double.NaN,
        new Resources(4, 1, Double.NaN, Double.NaN),
        CircuitBreaker.UNKNOWN,
        NOON,
        0);
    windows.add(endpoint, reborn);

    assertThat(vector(endpoint, NOON.plus(TICK)).get("cpu_ratio.5m.max")).isEqualTo(0.25f);
  }

  @Test
  void sameTicks_giveTheSameBits() {
    FeatureWindows again = new FeatureWindows();
    for (int i = 0; i < 90; i++) {
      EndpointObservation tick = tick(
          endpoint(1).id(), NOON.plus(TICK.multipliedBy(i)), 50L + i * 37 % 91, i % 7, 1 + i % 3);
      windows.add(endpoint(1), tick);
      again.add(endpoint(1), tick);
    }
    Instant now = NOON.plus(TICK.multipliedBy(89));

    Map<EndpointId, FeatureVector> expected = windows.vectors(now, id -> 5);

    assertThat(again.vectors(now, id -> 5)).isEqualTo(expected);
  }

  @Test
  void retain_forgetsTheOthers() {
    windows.add(endpoint(1), tick(endpoint(1).id(), NOON, 1, 0, 1));
    windows.add(endpoint(2), tick(endpoint(2).id(), NOON, 1, 0, 1));

    windows.retain(List.of(endpoint(2).id()));

    assertThat(windows.vectors(NOON, id -> Double.NaN))
        .containsOnlyKeys(endpoint(2).id());
  }

  @Test
  void errors_againstAClusterWithoutAny_areADifference() {
    for (int i = 1; i <= 3; i++) {
      windows.add(endpoint(i), tick(endpoint(i).id(), NOON, 90, i == 3 ? 10 : 0, 1));
    }

    assertThat(vector(endpoint(3), NOON).get("error_ratio.relative")).isEqualTo(0.1f);
    assertThat(vector(endpoint(1), NOON).get("error_ratio.relative")).isZero();
  }

  @Test
  void vectors_atAnEarlierMoment_haveNotSeenLaterTicks() {
    FeatureWindows blind = new FeatureWindows();
    for (int i = 0; i < 20; i++) {
      Instant time = NOON.plus(TICK.multipliedBy(i));
      windows.add(endpoint(1), tick(endpoint(1).id(), time, 50L * i, i, 1));
      if (i < 10) {
        blind.add(endpoint(1), tick(endpoint(1).id(), time, 50L * i, i, 1));
      }
    }
    Instant then = NOON.plus(TICK.multipliedBy(9));

    assertThat(windows.vectors(then, id -> 1)).isEqualTo(blind.vectors(then, id -> 1));
  }

  @Test
  void constantSeries_variesByNothing() {
    for (int i = 0; i < 60; i++) {
      windows.add(
          endpoint(1), tick(endpoint(1).id(), NOON.plus(TICK.multipliedBy(i)), 777, 0, 0.3));
    }

    FeatureVector vector = vector(endpoint(1), NOON.plus(TICK.multipliedBy(59)));

    assertThat(vector.get("cpu_ratio.5m.volatility")).isZero();
    assertThat(vector.get("cpu_ratio.5m.slope")).isZero();
    assertThat(vector.get("cpu_ratio.5m.mean")).isEqualTo(0.075f);
  }

  /** Random ticks with gaps and silence, against the textbook formulas over the same ticks. */
  @Property(tries = 200)
  void windows_anySeries_matchTheFormulas(@ForAll long seed) {
    Random random = new Random(seed);
    FeatureWindows any = new FeatureWindows();
    List<double[]> ticks = new ArrayList<>();
    Instant time = NOON;
    for (int i = 1 + random.nextInt(60); i > 0; i--) {
      time = time.plusMillis(4_900 + random.nextInt(random.nextInt(5) == 0 ? 30_000 : 200));
      double busy = random.nextInt(6) == 0 ? Double.NaN : random.nextDouble() * 8;
      any.add(endpoint(1), tick(endpoint(1).id(), time, 10, 0, busy));
      ticks.add(new double[] {(double) time.toEpochMilli(), busy / 4});
    }
    Instant now = time.plusMillis(random.nextInt(20_000));
    FeatureVector vector = Objects.requireNonNull(
        any.vectors(now, id -> Double.NaN).get(endpoint(1).id()));

    assertMatches(vector, "15s", inside(ticks, now, 15));
    assertMatches(vector, "1m", inside(ticks, now, 60));
    assertMatches(vector, "5m", inside(ticks, now, 300));
  }

  private static List<double[]> inside(List<double[]> ticks, Instant now, int seconds) {
    return ticks.stream()
        .filter(tick -> !Double.isNaN(tick[1]) && now.toEpochMilli() - tick[0] < seconds * 1e3)
        .toList();
  }

  private static void assertMatches(FeatureVector vector, String window, List<double[]> ticks) {
    String name = "cpu_ratio." + window + ".";
    double n = ticks.size();
    double meanT = ticks.stream().mapToDouble(tick -> tick[0]).sum() / n;
    double mean = ticks.stream().mapToDouble(tick -> tick[1]).sum() / n;
    double tx = 0;
    double tt = 0;
    double xx = 0;
    for (double[] tick : ticks) {
      tx += (tick[0] - meanT) * (tick[1] - mean);
      tt += (tick[0] - meanT) * (tick[0] - meanT);
      xx += (tick[1] - mean) * (tick[1] - mean);
    }
    assertClose(vector.get(name + "mean"), mean);
    assertClose(
        vector.get(name + "max"),
        ticks.stream().mapToDouble(tick -> tick[1]).max().orElse(Double.NaN));
    assertClose(vector.get(name + "slope"), n < 2 ? Double.NaN : tx / tt * 1e3);
    assertClose(vector.get(name + "volatility"), n < 2 ? Double.NaN : Math.sqrt(xx / (n - 1)));
  }

  @Test
  void extremeTelemetry_givesFiniteNumbersOrNaN() {
    Endpoint endpoint = endpoint(1);
    for (int i = 0; i < 3; i++) {
      windows.add(
          endpoint,
          new EndpointObservation(
              endpoint.id(),
              NOON.plus(TICK.multipliedBy(i)),
              Duration.ofNanos(1),
              new Outcomes(Outcomes.MAX_COUNT, i, 0, 0, 0),
              LatencyHistogram.EMPTY,
              1e300 / (i + 1),
              new Resources(1e-300, 1e300, 1e300 / (i + 1), 0),
              CircuitBreaker.UNKNOWN,
              Instant.MIN.plusSeconds(1),
              0));
    }

    FeatureVector vector = Objects.requireNonNull(
        windows.vectors(NOON.plusSeconds(10), id -> Double.MAX_VALUE).get(endpoint.id()));

    for (int i = 0; i < FeatureSchema.CURRENT.size(); i++) {
      assertThat(Float.isInfinite(vector.get(i)))
          .as(FeatureSchema.CURRENT.definitions().get(i).name())
          .isFalse();
    }
    assertThat(vector.get("in_flight.5m.max")).isEqualTo(Float.MAX_VALUE);
  }

  /** When this fails, features changed their meaning: raise the version if the words did not change, and pin the new id. */
  @Test
  void schema_id_isThePinnedOne() {
    assertThat(FeatureSchema.CURRENT.id()).isEqualTo("v1-e22c287a");
    assertThatThrownBy(() -> FeatureSchema.CURRENT.requireSame("v0-00000000"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("v0-00000000")
        .hasMessageContaining(FeatureSchema.CURRENT.id());
    FeatureSchema.CURRENT.requireSame(FeatureSchema.CURRENT.id());
  }

  @Test
  void unknownName_isRefusedByName() {
    windows.add(endpoint(1), tick(endpoint(1).id(), NOON, 1, 0, 1));

    assertThatThrownBy(() -> vector(endpoint(1), NOON).get("latency"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'latency'");
  }

  private static void assertClose(float actual, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(actual).isNaN();
    } else {
      assertThat((double) actual).isCloseTo(expected, within(1e-5));
    }
  }

  private FeatureVector vector(Endpoint endpoint, Instant now) {
    FeatureVector vector = windows.vectors(now, id -> 80).get(endpoint.id());
    assertThat(vector).isNotNull();
    return Objects.requireNonNull(vector);
  }

  private static Endpoint endpoint(int i) {
    return new Endpoint(new EndpointId("10.0.0." + i, 80), new Locality("eu", "a", ""), Map.of());
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

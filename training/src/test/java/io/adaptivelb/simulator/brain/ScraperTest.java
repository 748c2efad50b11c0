package io.adaptivelb.simulator.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adaptivelb.simulator.engine.Meshes;
import io.adaptivelb.simulator.engine.Simulation;
import io.adaptivelb.telemetry.FastReading;
import io.adaptivelb.telemetry.HealthTransition;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScraperTest {
  private static final double SECONDS = 1_000;
  private static final double TICK = 5;

  private final Fleet fleet = new Fleet(4);
  private final List<Signal> signals = new ArrayList<>();
  private final List<Instant> arrivals = new ArrayList<>();
  private final Simulation simulation = Meshes.simulation(4, 100, 0.01, 1);
  private final int[] turn = new int[1];

  private Scraper scrape(TelemetryFaults faults) {
    simulation.use(proxy -> turn[0]++ % 4);
    Scraper scraper = new Scraper(
        simulation,
        fleet,
        faults,
        TICK,
        signal -> {
          signals.add(signal);
          arrivals.add(fleet.instant(simulation.mesh().now()));
        },
        1);
    scraper.start();
    simulation.runUntil(SECONDS);
    return scraper;
  }

  private List<TelemetrySample> samples(Observer.Kind kind) {
    return signals.stream()
        .filter(TelemetrySample.class::isInstance)
        .map(TelemetrySample.class::cast)
        .filter(sample -> sample.observer().kind() == kind)
        .toList();
  }

  private long readings() {
    return signals.stream().filter(FastReading.class::isInstance).count();
  }

  @Test
  void nothingGoesWrong_everyEndpointIsHeardEveryTick_atOnce() {
    scrape(TelemetryFaults.DEFAULTS);

    assertThat(samples(Observer.Kind.ENDPOINT)).hasSize(800);
    assertThat(samples(Observer.Kind.PROXY)).hasSize(800);
    assertThat(readings()).isBetween(15_980L, 16_000L);
    assertThat(lateness()).containsOnly(0.0);
    // 25 requests a second of 10 ms.
    for (TelemetrySample sample : samples(Observer.Kind.ENDPOINT)) {
      assertThat(sample.latency().meanSeconds()).isCloseTo(0.01, within(0.001));
    }
    assertThat(samples(Observer.Kind.ENDPOINT).stream()
            .mapToDouble(sample -> sample.resources().busyCores())
            .average())
        .hasValueCloseTo(0.25, within(0.01));
  }

  @Test
  void resources_areWhatTheMachinesMeter() {
    simulation.holdMemory(3, 0.5);
    simulation.at(500, () -> simulation.holdMemory(3, 0.9));

    scrape(TelemetryFaults.DEFAULTS);

    List<TelemetrySample> samples = samples(Observer.Kind.ENDPOINT);
    // 0.25 requests on four cores; the first minutes it only gets there.
    assertThat(samples.stream()
            .filter(sample -> sample.time().isAfter(fleet.instant(300)))
            .mapToDouble(sample -> sample.resources().loadAveragePerCore())
            .average())
        .hasValueCloseTo(0.25 / 4, within(0.004));
    assertThat(samples.getFirst().resources().loadAveragePerCore()).isLessThan(0.02);
    assertThat(memory(0)).isBetween(0.35, 0.51).isNotCloseTo(memory(1), within(1e-4));
    List<Double> leaking = samples.stream()
        .filter(sample -> sample.endpoint().equals(fleet.id(3)))
        .map(sample -> sample.resources().memoryRatio())
        .toList();
    assertThat(leaking.getFirst()).isBetween(0.67, 0.76);
    assertThat(leaking.getLast()).isBetween(0.93, 0.96);
  }

  private double memory(int endpoint) {
    return samples(Observer.Kind.ENDPOINT).stream()
        .filter(sample -> sample.endpoint().equals(fleet.id(endpoint)))
        .mapToDouble(sample -> sample.resources().memoryRatio())
        .average()
        .orElseThrow();
  }

  @Test
  void lost_neverArrive() {
    scrape(new TelemetryFaults(0.3, Duration.ZERO, 0, 0));

    assertThat(samples(Observer.Kind.ENDPOINT).size() / 800.0).isCloseTo(0.7, within(0.05));
    assertThat(samples(Observer.Kind.PROXY).size() / 800.0).isCloseTo(0.7, within(0.05));
    assertThat(readings() / 16_000.0).isCloseTo(0.7, within(0.02));
  }

  @Test
  void late_arriveLaterThanTheyWereTaken_andOutOfOrder() {
    scrape(new TelemetryFaults(0, Duration.ofSeconds(15), 0, 0));

    List<Double> lateness = lateness();
    assertThat(lateness).allSatisfy(seconds -> assertThat(seconds).isBetween(0.0, 15.0));
    assertThat(lateness.stream().mapToDouble(Double::doubleValue).average())
        .hasValueCloseTo(7.5, within(0.2));
    List<Instant> taken =
        samples(Observer.Kind.ENDPOINT).stream().map(TelemetrySample::time).toList();
    assertThat(taken).isNotEqualTo(taken.stream().sorted().toList());
  }

  @Test
  void duplicated_arriveTwice_equalToTheLetter() {
    scrape(new TelemetryFaults(0, Duration.ZERO, 0.5, 0));

    List<TelemetrySample> samples = samples(Observer.Kind.ENDPOINT);
    assertThat(samples.size() / 800.0).isCloseTo(1.5, within(0.06));
    assertThat(new HashSet<>(samples)).hasSize(800);
  }

  @Test
  void liars_reportNoCpuAndFastSuccesses_andProxiesTellTheTruth() {
    for (int e = 0; e < 4; e++) {
      simulation.fail(e, 0, 0.5);
    }

    scrape(new TelemetryFaults(0, Duration.ZERO, 0, 0.5));

    int liars = 0;
    for (int e = 0; e < 4; e++) {
      int index = e;
      List<TelemetrySample> own = samples(Observer.Kind.ENDPOINT).stream()
          .filter(sample -> sample.endpoint().equals(fleet.id(index)))
          .toList();
      boolean lies = own.getFirst().resources().busyCores() == 0;
      liars += lies ? 1 : 0;
      assertThat(own).allSatisfy(sample -> {
        assertThat(sample.outcomes().requests()).isGreaterThan(50);
        assertThat(sample.outcomes().serverErrors() == 0).isEqualTo(lies);
        assertThat(sample.latency().meanSeconds() < 0.002).isEqualTo(lies);
        assertThat(sample.resources().busyCores() == 0).isEqualTo(lies);
      });
    }
    assertThat(liars).isEqualTo(2);
    assertThat(samples(Observer.Kind.PROXY))
        .allSatisfy(sample -> assertThat(sample.outcomes().serverErrors()).isPositive());
  }

  @Test
  void tellState_repeatsWhoIsListedAndWhoIsWell() {
    Scraper scraper = scrape(TelemetryFaults.DEFAULTS);
    simulation.hosts().list(3, false);
    scraper.health(1, false);
    signals.clear();

    scraper.tellState();

    assertThat(signals).hasSize(5);
    assertThat(((Membership) signals.getFirst()).endpoints()).hasSize(3);
    assertThat(signals.stream()
            .filter(HealthTransition.class::isInstance)
            .map(signal -> ((HealthTransition) signal).healthy()))
        .containsExactly(true, false, true, true);
  }

  private List<Double> lateness() {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < signals.size(); i++) {
      if (signals.get(i) instanceof TelemetrySample sample) {
        seconds.add(Duration.between(sample.time(), arrivals.get(i)).toNanos() * 1e-9);
      }
    }
    return seconds;
  }
}

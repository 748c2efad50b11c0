package io.adaptivelb.replay;

import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.control.ControlLoop;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.simulator.brain.Fleet;
import io.adaptivelb.simulator.brain.Scraper;
import io.adaptivelb.simulator.engine.Simulation;
import io.adaptivelb.simulator.picker.LeastRequest;
import io.adaptivelb.simulator.scenario.Events;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.ScenarioFile;
import io.adaptivelb.simulator.scenario.Staging;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.telemetry.TelemetrySample;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.WeightSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A simulated mesh under a serving control loop whose samples go to a feature store, as a server's do. */
public final class RecordedRun {
  /** The cluster's name. */
  public static final ClusterId CLUSTER = new Fleet(1).cluster();

  private RecordedRun() {}

  /** Ten endpoints of three speeds, one of which is slowed down for a while and one of which restarts, and collectors that say some things twice and lose some. */
  public static Scenario scenario(Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("recorded.yaml"), """
        name: recorded
        proxies: 3
        endpoints: 10
        warmUp: 10s
        duration: 110s
        cpu: {mean: 5ms}
        servers: {speeds: [0.5, 1, 1, 2, 1]}
        load: {utilisation: 0.5}
        telemetry: {lost: 0.05, duplicated: 0.2}
        faults:
        - {kind: contention, amount: 0.6, only: [3], at: 30s, lasts: 30}
        - {kind: crash, only: [1], at: 80s, lasts: 10}
        """);
    return ScenarioFile.read(file.toString());
  }

  /** Plays it without fast readings; returns what every tick published. */
  public static List<WeightSnapshot> play(
      Scenario scenario, FeatureStore store, EstimatorFactory estimators) {
    Staging staging = new Staging(scenario, 1);
    Simulation simulation = staging.simulation();
    simulation.use(new LeastRequest(simulation.mesh(), false, 1));
    Fleet fleet = new Fleet(scenario.endpoints());
    ControlSettings settings = ControlSettings.DEFAULTS;
    ControlLoop loop = new ControlLoop(
        fleet.cluster(), settings, estimators.of(fleet.cluster(), settings.estimation()));
    Scraper scraper = new Scraper(
        simulation,
        fleet,
        scenario.telemetry(),
        5,
        signal -> {
          loop.accept(signal);
          if (signal instanceof TelemetrySample sample) {
            store.append(List.of(sample));
          }
        },
        1);
    scraper.start();
    List<WeightSnapshot> published = new ArrayList<>();
    simulation.every(5, 5, () -> {
      Instant now = fleet.instant(simulation.mesh().now());
      loop.tick(now).ifPresent(snapshot -> {
        published.add(snapshot);
        double[] weights = new double[fleet.size()];
        for (EndpointWeight line : snapshot.endpoints()) {
          weights[fleet.index(line.id())] = line.weight();
        }
        for (int proxy = 0; proxy < simulation.mesh().proxies(); proxy++) {
          simulation.weigh(proxy, weights);
        }
      });
    });
    staging.plan(new Events() {
      @Override
      public void health(int endpoint, boolean healthy) {
        scraper.health(endpoint, healthy);
      }

      @Override
      public void membership() {
        scraper.membership();
      }

      @Override
      public void brain(boolean up) {}
    });
    simulation.runUntil(scenario.warmUp().plus(scenario.duration()).toMillis() * 1e-3);
    return published;
  }
}

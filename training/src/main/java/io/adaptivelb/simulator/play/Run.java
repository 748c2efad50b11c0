package io.adaptivelb.simulator.play;

import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.simulator.brain.AdaptiveController;
import io.adaptivelb.simulator.brain.CentralController;
import io.adaptivelb.simulator.brain.Controller;
import io.adaptivelb.simulator.brain.D2Rule;
import io.adaptivelb.simulator.brain.Fleet;
import io.adaptivelb.simulator.brain.Foresight;
import io.adaptivelb.simulator.brain.KnapsackRule;
import io.adaptivelb.simulator.brain.L3Rule;
import io.adaptivelb.simulator.brain.Oracle;
import io.adaptivelb.simulator.brain.OrcaCentral;
import io.adaptivelb.simulator.brain.PidRule;
import io.adaptivelb.simulator.brain.Push;
import io.adaptivelb.simulator.brain.Scraper;
import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Picker;
import io.adaptivelb.simulator.engine.Simulation;
import io.adaptivelb.simulator.picker.C3;
import io.adaptivelb.simulator.picker.GrpcWrr;
import io.adaptivelb.simulator.picker.LeastRequest;
import io.adaptivelb.simulator.picker.OrcaMeters;
import io.adaptivelb.simulator.picker.OutlierDetection;
import io.adaptivelb.simulator.picker.PeakEwma;
import io.adaptivelb.simulator.picker.Prequal;
import io.adaptivelb.simulator.picker.RandomPick;
import io.adaptivelb.simulator.picker.RoundRobin;
import io.adaptivelb.simulator.picker.SlowStart;
import io.adaptivelb.simulator.picker.WeightedP2c;
import io.adaptivelb.simulator.picker.WeightedPeakEwma;
import io.adaptivelb.simulator.picker.WeightedProbing;
import io.adaptivelb.simulator.scenario.Events;
import io.adaptivelb.simulator.scenario.Scenario;
import io.adaptivelb.simulator.scenario.Staging;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** One policy plays one scenario under one seed. Runs are independent, so several may play at once. */
public final class Run {
  private static final double FAST_SECONDS = 0.25;
  private static final double ORACLE_SECONDS = 0.1;

  /** A tick of ours: what one who decides that often could know and use. */
  private static final double FORESIGHT_SECONDS = 5;

  private static final int COHORTS = 10;

  private final Scenario scenario;
  private final Policy policy;
  private final long seed;
  private final ControlSettings settings;
  private final Optional<EstimatorFactory> estimators;
  private final Simulation simulation;
  private final Staging staging;
  private final Spectator spectator;
  private double[] weights;
  private long pushes;
  private boolean brainUp = true;

  /** Looks at a run every second. */
  public interface Spectator {
    /**
     * A second has passed.
     *
     * @param weights the last that were pushed, one an endpoint; equal ones before the first push
     */
    void second(Mesh mesh, double[] weights);
  }

  private Run(
      Scenario scenario,
      Policy policy,
      long seed,
      ControlSettings settings,
      Optional<EstimatorFactory> estimators,
      Spectator spectator) {
    this.estimators = estimators;
    this.spectator = spectator;
    this.weights = new double[scenario.endpoints()];
    Arrays.fill(weights, 1);
    this.scenario = scenario;
    this.policy = policy;
    this.seed = seed;
    this.settings = settings;
    staging = new Staging(scenario, seed);
    simulation = staging.simulation();
  }

  /** Plays with the default settings of our control loop. */
  public static Figures play(Scenario scenario, Policy policy, long seed) {
    return play(scenario, policy, seed, ControlSettings.DEFAULTS, (mesh, weights) -> {});
  }

  /** Plays; the settings matter to ours only, and their tick is the policy's. */
  public static Figures play(
      Scenario scenario, Policy policy, long seed, ControlSettings settings, Spectator spectator) {
    return play(scenario, policy, seed, settings, Optional.empty(), spectator);
  }

  /** Plays with other estimates than the policy's own; they matter to ours only. */
  public static Figures play(
      Scenario scenario,
      Policy policy,
      long seed,
      ControlSettings settings,
      Optional<EstimatorFactory> estimators,
      Spectator spectator) {
    return new Run(scenario, policy, seed, settings, estimators, spectator).play();
  }

  private Figures play() {
    double from = seconds(scenario.warmUp());
    double to = from + seconds(scenario.duration());
    Tally tally = new Tally(simulation, from, to, seconds(scenario.slo()));
    simulation.use(slowStart(picker()));
    if (scenario.outlierDetection()) {
      new OutlierDetection(simulation, scenario.envoy().outliers());
    }
    staging.plan(brain());
    simulation.every(1, 1, () -> spectator.second(simulation.mesh(), weights));
    simulation.runUntil(from);
    pushes = 0;
    simulation.runUntil(to);
    long measuredPushes = pushes;
    // Whoever is still under way is waited for, so that a slow answer is not a missing one.
    double patience = Math.min(30, scenario.timeout().isZero() ? 30 : seconds(scenario.timeout()));
    simulation.runUntil(to + patience);
    return tally.figures(scenario.name(), policy.name(), seed, measuredPushes);
  }

  private Picker slowStart(Picker picker) {
    // Two ramps would multiply; ours brings its own.
    if (scenario.slowStart().isZero() || policy.brain().ours()) {
      return picker;
    }
    SlowStart ramp = new SlowStart(simulation.mesh(), picker, seconds(scenario.slowStart()));
    simulation.every(1, 1, ramp::climb);
    return ramp;
  }

  private Picker picker() {
    Mesh mesh = simulation.mesh();
    return switch (policy.actuator()) {
      case RANDOM -> new RandomPick(mesh);
      case ROUND_ROBIN -> new RoundRobin(mesh);
      case LEAST_REQUEST -> new LeastRequest(mesh, false, scenario.envoy().activeRequestBias());
      case LEAST_REQUEST_FULL_SCAN ->
        new LeastRequest(mesh, true, scenario.envoy().activeRequestBias());
      case PEAK_EWMA -> new PeakEwma(mesh);
      case WEIGHTED_PEAK_EWMA -> new WeightedPeakEwma(mesh);
      case PREQUAL -> new Prequal(mesh);
      case WEIGHTED_PROBING -> new WeightedProbing(mesh);
      case C3 -> new C3(mesh);
      case WEIGHTED_P2C -> new WeightedP2c(mesh);
      case GRPC_WRR -> grpc(mesh, false);
      case GRPC_WRR_OOB -> grpc(mesh, true);
    };
  }

  private Picker grpc(Mesh mesh, boolean outOfBand) {
    OrcaMeters meters = new OrcaMeters(mesh);
    GrpcWrr picker = new GrpcWrr(mesh, meters, outOfBand);
    simulation.every(1, 0.5, meters::read);
    simulation.every(1, 1, picker::update);
    return picker;
  }

  /** Starts the control plane; what it wants to hear of faults. */
  private Events brain() {
    Fleet fleet = new Fleet(scenario.endpoints());
    Mesh mesh = simulation.mesh();
    return switch (policy.brain()) {
      case NONE -> unheard();
      case ADAPTIVE -> scraped(fleet, new AdaptiveController(fleet, ticking(5), analytic()), 5);
      case ADAPTIVE_2S -> scraped(fleet, new AdaptiveController(fleet, ticking(2), analytic()), 2);
      case MODEL -> scraped(fleet, new AdaptiveController(fleet, ticking(5), learned()), 5);
      case ORCA_CENTRAL -> scraped(fleet, central(fleet, new OrcaCentral()), 5);
      case PID -> scraped(fleet, central(fleet, new PidRule(scenario.servers()::slotsOrCores)), 5);
      case L3 -> scraped(fleet, central(fleet, new L3Rule()), 5);
      case D2 -> scraped(fleet, central(fleet, new D2Rule()), 5);
      case KNAPSACK -> scraped(fleet, central(fleet, new KnapsackRule()), 5);
      case STATIC -> clairvoyant(new Oracle(mesh, 0, true), 5);
      case ORACLE_DELAYED -> clairvoyant(new Oracle(mesh, 1, false), 5);
      case ORACLE_DELAYED_10S -> clairvoyant(new Oracle(mesh, 2, false), 5);
      case ORACLE -> clairvoyant(new Oracle(mesh, 0, false), ORACLE_SECONDS);
      case ORACLE_AHEAD -> clairvoyant(foresight(), ORACLE_SECONDS);
    };
  }

  private EstimatorFactory analytic() {
    return estimators.orElse(EstimatorFactory.ANALYTIC);
  }

  private EstimatorFactory learned() {
    return estimators.orElseGet(LearnedEstimates::ofDefault);
  }

  private ControlSettings ticking(int tickSeconds) {
    return new ControlSettings(
        Duration.ofSeconds(tickSeconds),
        settings.estimation(),
        settings.allocation(),
        settings.ejection(),
        settings.fastPath(),
        settings.scores(),
        settings.stability());
  }

  private static Controller central(Fleet fleet, CentralController.WeightRule rule) {
    return new CentralController(fleet, rule, 5);
  }

  private Events unheard() {
    return new Events() {
      @Override
      public void health(int endpoint, boolean healthy) {}

      @Override
      public void membership() {}

      @Override
      public void brain(boolean up) {}
    };
  }

  private Controller foresight() {
    Staging ahead = Staging.withoutRequests(scenario, seed);
    ahead.plan(unheard());
    return new Foresight(ahead.simulation(), FORESIGHT_SECONDS, ORACLE_SECONDS);
  }

  private Events clairvoyant(Controller controller, double tickSeconds) {
    simulation.every(tickSeconds, 1e-3, () -> tick(controller));
    return new Events() {
      @Override
      public void health(int endpoint, boolean healthy) {}

      @Override
      public void membership() {}

      @Override
      public void brain(boolean up) {
        brainUp = up;
      }
    };
  }

  private Events scraped(Fleet fleet, Controller controller, double tickSeconds) {
    Scraper scraper = new Scraper(
        simulation,
        fleet,
        scenario.telemetry(),
        tickSeconds,
        signal -> {
          if (brainUp) {
            controller.accept(signal);
          }
        },
        seed);
    scraper.start();
    simulation.every(tickSeconds, tickSeconds, () -> tick(controller));
    simulation.every(FAST_SECONDS, FAST_SECONDS + 1e-6, () -> react(controller));
    return new Events() {
      @Override
      public void health(int endpoint, boolean healthy) {
        scraper.health(endpoint, healthy);
        react(controller);
      }

      @Override
      public void membership() {
        scraper.membership();
        react(controller);
      }

      @Override
      public void brain(boolean up) {
        brainUp = up;
        if (up) {
          scraper.tellState();
          react(controller);
        }
      }
    };
  }

  /** A control plane that is down computes nothing; it comes back with what it knew, as from its own store. */
  private void tick(Controller controller) {
    if (brainUp) {
      push(controller.tick(simulation.mesh().now()));
    }
  }

  private void react(Controller controller) {
    if (brainUp) {
      push(controller.react(simulation.mesh().now()));
    }
  }

  private void push(Optional<Push> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    pushes++;
    weights = wanted.get().weights();
    Push push = wanted.get();
    double now = simulation.mesh().now();
    int proxies = simulation.mesh().proxies();
    double first = seconds(scenario.envoy().push());
    simulation.at(now + first, () -> simulation.hosts().mark(push.unhealthy()));
    for (int cohort = 0; cohort < Math.min(COHORTS, proxies); cohort++) {
      int own = cohort;
      double delay = first * (1 + (double) cohort / COHORTS);
      simulation.at(now + delay, () -> {
        for (int p = own; p < proxies; p += COHORTS) {
          simulation.weigh(p, push.weights());
        }
      });
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() * 1e-9;
  }
}

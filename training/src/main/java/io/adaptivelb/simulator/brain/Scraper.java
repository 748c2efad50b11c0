package io.adaptivelb.simulator.brain;

import io.adaptivelb.domain.Locality;
import io.adaptivelb.simulator.engine.Mesh;
import io.adaptivelb.simulator.engine.Outcome;
import io.adaptivelb.simulator.engine.Server;
import io.adaptivelb.simulator.engine.Simulation;
import io.adaptivelb.simulator.engine.Witness;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.FastReading;
import io.adaptivelb.telemetry.HealthTransition;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.Signal;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The collectors: scrapes every endpoint once a tick at a phase of its own, adds up what the proxies saw, takes fast readings
 * every 250 ms, and loses, delays, doubles or falsifies what the scenario wants.
 */
public final class Scraper {
  private static final double FAST_SECONDS = 0.25;
  private static final double LIE_SECONDS = 0.001;

  private final Simulation simulation;
  private final Mesh mesh;
  private final Fleet fleet;
  private final TelemetryFaults faults;
  private final double tickSeconds;
  private final Consumer<Signal> sink;
  private final SplittableRandom random;
  private final Target[] targets;
  private final boolean[] failing;

  /** How requests ended for the proxies since it was last read. */
  private static final class Counts {
    private long successes;
    private long serverErrors;
    private long timeouts;
    private long connectionFailures;

    void add(Outcome outcome) {
      switch (outcome) {
        case SUCCESS -> successes++;
        // Envoy's counters by host do not tell the 503 of a full queue from other 5xx.
        case SERVER_ERROR, REJECTED -> serverErrors++;
        case TIMEOUT -> timeouts++;
        case CONNECTION_FAILURE -> connectionFailures++;
      }
    }

    Outcomes drain() {
      Outcomes outcomes = new Outcomes(successes, serverErrors, 0, timeouts, connectionFailures);
      successes = 0;
      serverErrors = 0;
      timeouts = 0;
      connectionFailures = 0;
      return outcomes;
    }
  }

  /**
   * Collectors of a run.
   *
   * @param sink who gets the signals, in order of their arrival
   * @param seed of the jitter and the faults
   */
  public Scraper(
      Simulation simulation,
      Fleet fleet,
      TelemetryFaults faults,
      double tickSeconds,
      Consumer<Signal> sink,
      long seed) {
    this.simulation = simulation;
    this.mesh = simulation.mesh();
    this.fleet = fleet;
    this.faults = faults;
    this.tickSeconds = tickSeconds;
    this.sink = sink;
    this.random = new SplittableRandom(seed);
    int n = fleet.size();
    failing = new boolean[n];
    targets = new Target[n];
    for (int e = 0; e < n; e++) {
      targets[e] = new Target(e);
    }
    int liars = (int) Math.round(faults.lying() * n);
    while (liars > 0) {
      Target target = targets[random.nextInt(n)];
      liars -= target.lies ? 0 : 1;
      target.lies = true;
    }
  }

  /** Plans all readings; call once before the run. */
  public void start() {
    simulation.watch(new Witness() {
      @Override
      public void ended(int proxy, int endpoint, Outcome outcome, double seconds, double at) {
        targets[endpoint].count(outcome);
      }

      @Override
      public void retried(int proxy, int endpoint, Outcome outcome, double seconds) {
        targets[endpoint].count(outcome);
      }
    });
    membership();
    for (Target target : targets) {
      // Somewhere in the second half of the interval, always at the same phase.
      double phase = tickSeconds * (0.5 + 0.45 * random.nextDouble());
      simulation.every(tickSeconds, phase, target::scrape);
      simulation.every(tickSeconds, 0.97 * tickSeconds, target::scrapeProxies);
      simulation.every(FAST_SECONDS, FAST_SECONDS, target::readFast);
    }
  }

  /** A health check changed its mind. */
  public void health(int endpoint, boolean healthy) {
    failing[endpoint] = !healthy;
    sink.accept(new HealthTransition(
        fleet.cluster(),
        fleet.id(endpoint),
        fleet.instant(mesh.now()),
        healthy,
        healthy ? "HTTP 200" : "connection refused"));
  }

  /** Discovery changed its list. */
  public void membership() {
    sink.accept(fleet.membership(simulation.hosts(), mesh.now()));
  }

  /** What collectors say to whom they find again: who is listed, and who passes health checks. */
  public void tellState() {
    membership();
    for (int e = 0; e < failing.length; e++) {
      health(e, !failing[e]);
    }
  }

  private void send(Signal signal) {
    boolean lost = random.nextDouble() < faults.lost();
    boolean twice = random.nextDouble() < faults.duplicated();
    double late = random.nextDouble() * faults.late().toNanos() * 1e-9;
    if (lost) {
      return;
    }
    if (late == 0) {
      sink.accept(signal);
    } else {
      simulation.at(mesh.now() + late, () -> sink.accept(signal));
    }
    if (twice) {
      simulation.at(mesh.now() + late, () -> sink.accept(signal));
    }
  }

  /** One endpoint, as collectors see it: what they read the last time, to take differences. */
  private final class Target {
    private final int index;
    private final Server server;
    private final Observer itself;
    private final Observer proxies;
    private final Counts seen = new Counts();
    private final Counts fast = new Counts();
    private boolean lies;
    private int life;
    private double time;
    private double cpu;
    private long successes;
    private long serverErrors;
    private long rejections;
    private double proxyTime;
    private long fastInFlight;

    Target(int index) {
      this.index = index;
      this.server = mesh.server(index);
      String name = fleet.id(index).toString();
      itself = new Observer(Observer.Kind.ENDPOINT, name, Locality.UNKNOWN);
      proxies = new Observer(Observer.Kind.PROXY, "proxies", Locality.UNKNOWN);
    }

    void count(Outcome outcome) {
      seen.add(outcome);
      fast.add(outcome);
    }

    void scrape() {
      if (!server.isUp() || !simulation.hosts().isListed(index)) {
        return;
      }
      double now = mesh.now();
      if (server.life() != life) {
        life = server.life();
        time = server.startTime();
        cpu = 0;
        successes = 0;
        serverErrors = 0;
        rejections = 0;
      }
      double interval = now - time;
      if (interval < 0.1 * tickSeconds) {
        return;
      }
      Outcomes outcomes = new Outcomes(
          server.successes() - successes,
          server.serverErrors() - serverErrors,
          server.rejections() - rejections,
          0,
          0);
      double metered = server.meteredCoreSeconds(now);
      double busy = Math.clamp((metered - cpu) / interval, 0.0, (double) server.cores());
      time = now;
      cpu = metered;
      successes = server.successes();
      serverErrors = server.serverErrors();
      rejections = server.rejections();
      LatencyHistogram latency = server.drainLatency();
      double inFlight = server.inFlight();
      double load = server.loadAveragePerCore(now);
      if (lies) {
        outcomes = new Outcomes(outcomes.requests(), 0, 0, 0, 0);
        latency = lie(outcomes.successes());
        busy = 0;
        inFlight = 0;
        load = 0;
      }
      send(sample(
          itself,
          interval,
          outcomes,
          latency,
          inFlight,
          new Resources(server.cores(), busy, load, server.memoryRatio(now)),
          fleet.instant(server.startTime())));
    }

    void scrapeProxies() {
      double interval = mesh.now() - proxyTime;
      proxyTime = mesh.now();
      Outcomes outcomes = seen.drain();
      if (simulation.hosts().isListed(index)) {
        send(sample(
            proxies,
            interval,
            outcomes,
            LatencyHistogram.EMPTY,
            mesh.totalActive(index),
            Resources.UNKNOWN,
            Instant.EPOCH));
      }
    }

    void readFast() {
      long inFlight = mesh.totalActive(index);
      Outcomes outcomes = fast.drain();
      long started = Math.max(0, outcomes.requests() + inFlight - fastInFlight);
      fastInFlight = inFlight;
      if (simulation.hosts().isListed(index)) {
        send(new FastReading(
            fleet.cluster(), fleet.id(index), fleet.instant(mesh.now()), started, outcomes, (double)
                inFlight));
      }
    }

    private TelemetrySample sample(
        Observer observer,
        double interval,
        Outcomes outcomes,
        LatencyHistogram latency,
        double inFlight,
        Resources resources,
        Instant startTime) {
      return new TelemetrySample(
          fleet.cluster(),
          fleet.id(index),
          observer,
          fleet.instant(mesh.now()),
          Duration.ofNanos(Math.max(1, Math.round(interval * 1e9))),
          outcomes,
          latency,
          inFlight,
          resources,
          CircuitBreaker.UNKNOWN,
          startTime);
    }

    private LatencyHistogram lie(long count) {
      LatencyHistogram.Recorder recorder = new LatencyHistogram.Recorder();
      for (long i = 0; i < count; i++) {
        recorder.record(LIE_SECONDS);
      }
      return recorder.drain();
    }
  }
}

package io.adaptivelb.demo;

import io.adaptivelb.demo.backend.Backend;
import io.adaptivelb.demo.backend.BackendSpec;
import io.adaptivelb.demo.load.ArrivalSchedule;
import io.adaptivelb.demo.load.LoadGenerator;
import io.adaptivelb.demo.load.RequestLog;
import io.adaptivelb.demo.load.Sender;
import io.adaptivelb.demo.screen.Frame;
import io.adaptivelb.demo.screen.Row;
import io.adaptivelb.demo.screen.Screen;
import io.adaptivelb.demo.verdict.Figures;
import io.adaptivelb.demo.verdict.Measurement;
import io.adaptivelb.weights.EndpointWeight;
import io.adaptivelb.weights.HealthStatus;
import io.adaptivelb.weights.WeightSnapshot;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One phase: sends the scenario's requests into a mesh, shows how it goes, and measures. */
final class Phase {
  private static final Duration REFRESH = Duration.ofMillis(500);
  private static final Duration RECENT = Duration.ofSeconds(3);
  /** Between the order to start and the first request, so that nothing is due before the loop runs. */
  private static final Duration LEAD = Duration.ofMillis(100);

  private final String name;
  private final Scenario scenario;
  private final Mesh mesh;
  private final Screen screen;
  private final double progressBefore;
  private final double progressAfter;

  /** A phase that moves the demo's progress from one ratio to another. */
  Phase(
      String name,
      Scenario scenario,
      Mesh mesh,
      Screen screen,
      double progressBefore,
      double progressAfter) {
    this.name = name;
    this.scenario = scenario;
    this.mesh = mesh;
    this.screen = screen;
    this.progressBefore = progressBefore;
    this.progressAfter = progressAfter;
  }

  /**
   * Runs it to its end.
   *
   * @param besides what is done meanwhile, twice a second, with the time since the beginning
   */
  Measurement run(Sender sender, EventLoop loop, Consumer<Duration> besides)
      throws InterruptedException {
    ArrivalSchedule schedule = scenario.arrivals();
    List<String> names = scenario.backends().stream().map(BackendSpec::name).toList();
    RequestLog log = new RequestLog(schedule.size(), names);
    LoadGenerator generator = new LoadGenerator(schedule, sender, loop, Scenario.TIMEOUT, log);
    MachineLoad machine = new MachineLoad();
    long start = System.nanoTime() + LEAD.toNanos();
    mesh.clock().start(start);
    CompletableFuture<Void> done = generator.run(start);
    while (!ended(done)) {
      if (measuring()) {
        machine.sample();
      }
      besides.accept(mesh.clock().elapsed());
      screen.show(frame(await(generator.recent(RECENT))));
    }
    int from = schedule.firstAt(scenario.warmUp().toNanos());
    return Measurement.of(log.copy(from, log.to()), machine.busyRatio());
  }

  private boolean measuring() {
    return mesh.clock().elapsed().compareTo(scenario.warmUp()) >= 0;
  }

  private Frame frame(RequestLog recent) {
    Map<Integer, EndpointWeight> weights = mesh.weights();
    List<Row> rows = new ArrayList<>();
    for (Backend backend : mesh.backends()) {
      int index = rows.size();
      Figures figures = Figures.of(recent, i -> recent.backend(i) == index);
      EndpointWeight line = weights.get(backend.port());
      rows.add(new Row(
          backend.spec().name(),
          line == null ? WeightSnapshot.FAIR_SHARE : line.weight(),
          share(recent, index),
          figures,
          backend.inFlight(),
          state(backend, line)));
    }
    Duration elapsed = mesh.clock().elapsed();
    double ratio = Math.min(1, (double) elapsed.toNanos() / scenario.duration().toNanos());
    return new Frame(
        name,
        elapsed,
        scenario.duration(),
        progressBefore + ratio * (progressAfter - progressBefore),
        measuring(),
        rows,
        Figures.of(recent));
  }

  private static double share(RequestLog log, int backend) {
    int answered = 0;
    int here = 0;
    for (int i = log.from(); i < log.to(); i++) {
      if (log.backend(i) != RequestLog.NO_BACKEND) {
        answered++;
      }
      if (log.backend(i) == backend) {
        here++;
      }
    }
    return answered == 0 ? Double.NaN : (double) here / answered;
  }

  private static String state(Backend backend, @Nullable EndpointWeight line) {
    String fault = backend.condition().label();
    if (line == null || line.status() == HealthStatus.HEALTHY) {
      return fault;
    }
    String told = line.status() == HealthStatus.UNHEALTHY ? "unhealthy" : "draining";
    return fault.isEmpty() ? told : fault + ", " + told;
  }

  private static boolean ended(CompletableFuture<Void> done) throws InterruptedException {
    try {
      done.get(REFRESH.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load generator failed", e.getCause());
    }
  }

  private static RequestLog await(CompletableFuture<RequestLog> log) throws InterruptedException {
    try {
      return log.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load generator failed", e.getCause());
    }
  }
}

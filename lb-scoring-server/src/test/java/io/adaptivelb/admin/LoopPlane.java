package io.adaptivelb.admin;

import io.adaptivelb.control.ControlLoop;
import io.adaptivelb.control.ControlSettings;
import io.adaptivelb.control.LoopStability;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.prediction.ModelState;
import io.adaptivelb.telemetry.Membership;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The rest of the server in a test: real control loops with members but without telemetry, and switches to break it. */
public final class LoopPlane implements ControlPlane {
  private final Map<ClusterId, ControlLoop> loops = new LinkedHashMap<>();
  private final Map<ClusterId, Instant> ticks = new LinkedHashMap<>();
  private final InstantSource clock;
  private final Instant started;

  /** Blocks every call until it is released. */
  public volatile CountDownLatch stuck = new CountDownLatch(0);

  /** Makes {@link #apply} fail. */
  public volatile boolean refusing;

  /** The loop's failure. */
  public volatile Optional<String> failure = Optional.empty();

  /** What every cluster's monitor sees, instead of what it does see. */
  public volatile Optional<LoopStability> stability = Optional.empty();

  /** How every cluster's models fare. */
  public final Map<ClusterId, ModelState> models = new ConcurrentHashMap<>();

  public LoopPlane(InstantSource clock) {
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Adds a cluster of {@code size} endpoints, 10.0.0.1:80 and up, and ticks it. */
  public synchronized LoopPlane with(String name, int size) {
    ClusterId cluster = new ClusterId(name);
    ControlLoop loop = new ControlLoop(cluster, ControlSettings.DEFAULTS);
    List<Endpoint> members = IntStream.rangeClosed(1, size)
        .mapToObj(i -> Endpoint.of(new EndpointId("10.0.0." + i, 80)))
        .toList();
    loop.accept(new Membership(cluster, clock.instant(), members));
    loops.put(cluster, loop);
    tick();
    return this;
  }

  /** A tick of every cluster. */
  public synchronized void tick() {
    loops.forEach((cluster, loop) -> {
      loop.tick(clock.instant());
      ticks.put(cluster, clock.instant());
    });
  }

  @Override
  public Optional<ModelState> models(ClusterId cluster) {
    return Optional.ofNullable(models.get(cluster));
  }

  @Override
  public Map<ClusterId, WeightSnapshot> snapshots() {
    return collect(ControlLoop::current);
  }

  @Override
  public Explanation explain(ClusterId cluster, EndpointId endpoint) {
    await();
    synchronized (this) {
      ControlLoop loop = loops.get(cluster);
      if (loop == null) {
        throw new NoSuchElementException("no cluster " + cluster);
      }
      return loop.explain(endpoint);
    }
  }

  @Override
  public Map<ClusterId, WeightSnapshot> preview(List<WeightOverride> overrides) {
    return collect(loop -> loop.preview(overrides, clock.instant()));
  }

  @Override
  public void apply(List<WeightOverride> overrides) {
    if (refusing) {
      throw new IllegalStateException("the loop is busy");
    }
    collect(loop -> loop.override(overrides, clock.instant()));
  }

  @Override
  public synchronized Pulse pulse() {
    return new Pulse(started, Duration.ofSeconds(5), ticks, failure);
  }

  @Override
  public synchronized Optional<LoopStability> stability(ClusterId cluster) {
    return stability.or(() -> Optional.ofNullable(loops.get(cluster)).map(ControlLoop::stability));
  }

  @Override
  public List<Target> targets() {
    return List.of(new Target(
        new ClusterId("checkout"),
        "http://10.0.0.1:80/metrics",
        "prometheus",
        Optional.of(started),
        3,
        Optional.of("connection refused")));
  }

  @Override
  public Map<String, Map<String, String>> plugins() {
    return Map.of("envoy", Map.of("streams", "2"));
  }

  private Map<ClusterId, WeightSnapshot> collect(
      Function<ControlLoop, Optional<WeightSnapshot>> question) {
    await();
    synchronized (this) {
      Map<ClusterId, WeightSnapshot> answers = new LinkedHashMap<>();
      loops.forEach((cluster, loop) ->
          question.apply(loop).ifPresent(snapshot -> answers.put(cluster, snapshot)));
      return answers;
    }
  }

  private void await() {
    try {
      stuck.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

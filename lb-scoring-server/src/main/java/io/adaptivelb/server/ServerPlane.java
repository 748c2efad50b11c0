package io.adaptivelb.server;

import io.adaptivelb.admin.ControlPlane;
import io.adaptivelb.collector.Collector;
import io.adaptivelb.collector.TargetStatus;
import io.adaptivelb.control.LoopStability;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.explanation.Explanation;
import io.adaptivelb.loop.ScoringLoop;
import io.adaptivelb.overrides.WeightOverride;
import io.adaptivelb.prediction.ModelState;
import io.adaptivelb.serving.ModelService;
import io.adaptivelb.table.WeightTable;
import io.adaptivelb.weights.WeightSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The running server, as the admin API sees it. Thread-safe. */
final class ServerPlane implements ControlPlane {
  /** A loop that does not answer for this long hangs; whoever asked gave up long before. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final WeightTable table;
  private final ScoringLoop loop;
  private final ModelService serving;
  private final Collector collector;
  private final Plugins plugins;
  private final Instant started;
  private final Duration tick;

  ServerPlane(
      WeightTable table,
      ScoringLoop loop,
      ModelService serving,
      Collector collector,
      Plugins plugins,
      Instant started,
      Duration tick) {
    this.table = table;
    this.loop = loop;
    this.serving = serving;
    this.collector = collector;
    this.plugins = plugins;
    this.started = started;
    this.tick = tick;
  }

  @Override
  public Map<ClusterId, WeightSnapshot> snapshots() {
    return table.all();
  }

  @Override
  public Explanation explain(ClusterId cluster, EndpointId endpoint) {
    return answer(loop.explain(cluster, endpoint));
  }

  @Override
  public Map<ClusterId, WeightSnapshot> preview(List<WeightOverride> overrides) {
    return answer(loop.preview(overrides));
  }

  @Override
  public void apply(List<WeightOverride> overrides) {
    answer(loop.override(overrides));
  }

  @Override
  public Pulse pulse() {
    return new Pulse(started, tick, loop.lastTicks(), loop.failure());
  }

  @Override
  public Optional<LoopStability> stability(ClusterId cluster) {
    return loop.stability(cluster);
  }

  @Override
  public Optional<ModelState> models(ClusterId cluster) {
    return serving.state(cluster);
  }

  @Override
  public List<Target> targets() {
    return collector.status().stream().map(ServerPlane::target).toList();
  }

  @Override
  public Map<String, Map<String, String>> plugins() {
    return plugins.status();
  }

  private static Target target(TargetStatus status) {
    return new Target(
        status.cluster(),
        status.target(),
        status.source().name().toLowerCase(Locale.ROOT),
        Optional.ofNullable(status.lastSuccess()),
        status.failures(),
        status.ok() || status.message().isEmpty()
            ? Optional.empty()
            : Optional.of(status.message()));
  }

  private static <T> T answer(CompletableFuture<T> question) {
    try {
      return question.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      question.cancel(false);
      throw new IllegalStateException(
          "the scoring loop did not answer within %s s".formatted(PATIENCE.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the scoring loop", e);
    }
  }
}

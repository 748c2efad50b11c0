package io.adaptivelb.admin;

import io.adaptivelb.api.ModelStage;
import io.adaptivelb.models.ModelDesk;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.Stage;
import io.adaptivelb.registry.VersionId;
import io.adaptivelb.registry.VersionInfo;
import io.dropwizard.lifecycle.Managed;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the model registry from time to time, for metrics and health: who stands where every few seconds, every byte of every
 * version as often as that takes a hundredth of the time at most. Thread-safe.
 */
final class ModelWatch implements Managed {
  private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);
  private static final long PERIOD_SECONDS = 5;
  private static final Duration MIN_CHECK_INTERVAL = Duration.ofMinutes(1);
  private static final int CHECK_SHARE = 100;

  private final ModelDesk desk;
  private final InstantSource clock;
  private final MultiGauge active;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
      task -> Thread.ofPlatform().daemon().name("model-watch").unstarted(task));

  private Instant nextCheck = Instant.MIN;
  private volatile View view = new View(Map.of(), 0, List.of(), List.of(), Optional.empty());

  ModelWatch(ModelDesk desk, InstantSource clock, MeterRegistry meters) {
    this.desk = desk;
    this.clock = clock;
    for (ModelStage.Kind kind : ModelStage.Kind.values()) {
      Gauge.builder(
              "adaptivelb.models.versions",
              this,
              watch -> watch.view.versions().getOrDefault(kind, 0))
          .description("Versions of models, by a stage in which they are somewhere")
          .tag("stage", kind.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    Gauge.builder("adaptivelb.models.problems", this, watch -> watch.view.count())
        .description("What is not as it should be in the model registry")
        .register(meters);
    active = MultiGauge.builder("adaptivelb.models.active")
        .description("1 for the active version of each scope")
        .register(meters);
  }

  @Override
  public void start() {
    var unused = thread.scheduleWithFixedDelay(this::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void stop() {
    thread.shutdown();
  }

  /** What was seen last. */
  View view() {
    return view;
  }

  /** Looks once. */
  synchronized void look() {
    View before = view;
    View now;
    try {
      now = look(desk.registry(), before);
    } catch (RegistryException e) {
      now = before.failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.warn("cannot look at the models; trying on", e);
      now = before.failed(e.toString());
    }
    view = now;
    tell(before, now);
  }

  private View look(ModelRegistry registry, View before) {
    List<VersionInfo> versions = registry.versions();
    Map<ModelStage.Kind, Integer> counts = new EnumMap<>(ModelStage.Kind.class);
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    List<VersionId> serving = new ArrayList<>();
    for (VersionInfo info : versions) {
      kinds(info).forEach(kind -> counts.merge(kind, 1, Integer::sum));
      info.stages().forEach((scope, stage) -> {
        if (stage instanceof Stage.Active) {
          rows.add(MultiGauge.Row.of(tags(scope, info.version()), 1));
          serving.add(info.version());
        }
      });
    }
    active.register(rows, true);
    List<String> problems = before.problems();
    List<String> broken = before.broken();
    Instant start = clock.instant();
    if (!start.isBefore(nextCheck) || before.failure().isPresent()) {
      problems = registry.problems();
      broken = serving.stream()
          .distinct()
          .flatMap(version -> problem(registry, version).stream())
          .toList();
      Instant end = clock.instant();
      Duration pause = Duration.between(start, end).multipliedBy(CHECK_SHARE);
      nextCheck = end.plus(pause.compareTo(MIN_CHECK_INTERVAL) < 0 ? MIN_CHECK_INTERVAL : pause);
    }
    return new View(counts, versions.size(), problems, broken, Optional.empty());
  }

  private static Optional<String> problem(ModelRegistry registry, VersionId version) {
    try {
      registry.load(version);
      return Optional.empty();
    } catch (RegistryException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static List<ModelStage.Kind> kinds(VersionInfo info) {
    return info.stages().isEmpty()
        ? List.of(ModelStage.Kind.CANDIDATE)
        : info.stages().entrySet().stream()
            .map(entry -> ModelStage.of(entry.getKey(), entry.getValue()).stage())
            .distinct()
            .toList();
  }

  private static Tags tags(ServingScope scope, VersionId version) {
    return Tags.of("scope", scope.toString(), "version", version.value());
  }

  /** Each problem is logged once, when it is new. */
  private static void tell(View before, View now) {
    now.all().stream()
        .filter(problem -> !before.all().contains(problem))
        .forEach(problem -> LOG.warn("Models: {}", problem));
  }

  /**
   * What was seen.
   *
   * @param versions how many there are by stage
   * @param total of the versions
   * @param problems what is not as it should be, when it was last looked for
   * @param broken those of them that keep an active version from serving
   * @param failure why the registry cannot be read at all
   */
  record View(
      Map<ModelStage.Kind, Integer> versions,
      int total,
      List<String> problems,
      List<String> broken,
      Optional<String> failure) {
    View failed(String why) {
      return new View(versions, total, problems, broken, Optional.of(why));
    }

    int count() {
      return all().size();
    }

    private List<String> all() {
      List<String> all = new ArrayList<>(problems);
      failure.ifPresent(all::add);
      return all;
    }
  }
}

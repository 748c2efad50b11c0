package io.adaptivelb.serving;

import io.adaptivelb.capacity.EstimationSettings;
import io.adaptivelb.capacity.Estimator;
import io.adaptivelb.capacity.EstimatorFactory;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.loop.Worker;
import io.adaptivelb.models.RegistryFolder;
import io.adaptivelb.prediction.Lineup;
import io.adaptivelb.prediction.ModelEstimator;
import io.adaptivelb.prediction.ModelState;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.Shipping;
import io.adaptivelb.rollout.Decision;
import io.adaptivelb.rollout.Rollout;
import io.adaptivelb.rollout.TrialSettings;
import io.adaptivelb.serving.Casting.Cast;
import io.adaptivelb.serving.Casting.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the models of every cluster's loop in step with the registry, and carries out what their trials decide.
 *
 * <p>All files are read and all changes are written on its own worker, once a second; a loop only looks at a reference. Whatever is
 * wrong with a model or the registry is reported, and the last good model or the analytic rung serves. Thread-safe.
 */
public final class ModelService implements EstimatorFactory, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelService.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** Everybody is in the canary's group: where only some clusters should be, a person says so. */
  private static final int EVERYBODY = 100;

  /** What could not be loaded is tried again after so many looks, though the registry did not change. */
  private static final int RETRY_LOOKS = 30;

  private final RegistryFolder folder;
  private final Casting casting;
  private final ModelShelf shelf = new ModelShelf();
  private final InstantSource clock;
  private final Worker worker;
  private final ServingMetrics metrics;
  private final Map<ClusterId, Seat> seats = new ConcurrentHashMap<>();
  private final Set<String> told = new HashSet<>();
  private volatile List<String> problems = List.of();
  private Set<ClusterId> known = Set.of();
  private long sequence = -1;
  private int looks;

  /** A cluster's place: what its loop looks at. */
  private static final class Seat {
    private volatile Cast cast = new Cast(Lineup.NONE, null);
    private volatile ModelEstimator estimator;

    Seat(ClusterId cluster, EstimationSettings settings) {
      estimator = new ModelEstimator(cluster, settings, () -> cast.lineup());
    }
  }

  /**
   * A service over a registry.
   *
   * @param worker reads and writes; closed with it
   */
  public ModelService(
      RegistryFolder folder,
      TrialSettings settings,
      InstantSource clock,
      Worker worker,
      MeterRegistry meters) {
    this.folder = folder;
    this.casting = new Casting(shelf, settings);
    this.clock = clock;
    this.worker = worker;
    metrics = new ServingMetrics(meters, this::problems);
  }

  /** Begins to look. */
  public void start() {
    worker.execute(this::look);
    worker.every(PERIOD, this::look);
  }

  /** The estimator of a cluster's new loop; models follow within a second. */
  @Override
  public Estimator of(ClusterId cluster, EstimationSettings settings) {
    Seat seat = seats.compute(cluster, (id, before) -> {
      Seat fresh = new Seat(id, settings);
      if (before != null) {
        fresh.cast = before.cast;
      }
      return fresh;
    });
    metrics.watch(cluster, () -> state(cluster));
    return seat.estimator;
  }

  /** How the models of a cluster fare; empty when there is no such cluster. */
  public Optional<ModelState> state(ClusterId cluster) {
    return Optional.ofNullable(seats.get(cluster)).map(seat -> seat.estimator.state());
  }

  /** What keeps models from serving, one sentence each. */
  public List<String> problems() {
    return problems;
  }

  /** Looks once: who serves, and what follows from the trials. */
  void look() {
    List<String> found = new ArrayList<>();
    try {
      ModelRegistry registry = folder.registry();
      refresh(registry);
      for (String problem : decide(registry)) {
        found.add(problem);
      }
      refresh(registry);
    } catch (RegistryException e) {
      found.add(String.valueOf(e.getMessage()));
    }
    found.addAll(shelf.problems());
    problems = List.copyOf(found);
    told.retainAll(found);
    found.stream().filter(told::add).forEach(problem -> log.warn("Models: {}", problem));
  }

  private void refresh(ModelRegistry registry) {
    Set<ClusterId> clusters = Set.copyOf(seats.keySet());
    boolean retry = !shelf.problems().isEmpty() && ++looks % RETRY_LOOKS == 0;
    long now = registry.sequence();
    if (now == sequence && clusters.equals(known) && !retry) {
      return;
    }
    casting.all(registry, clusters).forEach((cluster, cast) -> {
      Seat seat = seats.get(cluster);
      // An equal one stays, so that a change elsewhere does not begin a trial anew.
      if (seat != null && !seat.cast.equals(cast)) {
        log.info("Cluster {}: {}", cluster, describe(cast));
        seat.cast = cast;
      }
    });
    sequence = now;
    known = clusters;
  }

  @SuppressWarnings("ReferenceEquality") // What a loop says of an earlier lineup is out of date.
  private List<String> decide(ModelRegistry registry) {
    Map<Role, List<Rollout.Report>> reports = new HashMap<>();
    seats.forEach((cluster, seat) -> {
      Cast cast = seat.cast;
      ModelState state = seat.estimator.state();
      if (cast.role() != null && state.lineup() == cast.lineup()) {
        state
            .trial()
            .ifPresent(trial -> reports
                .computeIfAbsent(cast.role(), role -> new ArrayList<>())
                .add(new Rollout.Report(cluster, trial.decision(), trial.requests())));
      }
    });
    List<String> failures = new ArrayList<>();
    reports.forEach((role, all) -> {
      Decision decision = Rollout.decide(all);
      try {
        // A share that a person chose stays that of all steps; the registry keeps it.
        if (new Shipping(registry, EVERYBODY)
            .carryOut(
                decision,
                role.version(),
                role.scope(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS))) {
          log.info("Model {}: {}", role.version(), decision);
          metrics.decided(decision);
        }
      } catch (RegistryException e) {
        failures.add("%s is not carried out: %s".formatted(decision, e.getMessage()));
      }
    });
    return failures;
  }

  private static String describe(Cast cast) {
    String active = cast.lineup().active().map(model -> model.name()).orElse("no model");
    Role role = cast.role();
    return role == null
        ? active
        : "%s, and %s %s"
            .formatted(
                active,
                role.blend()
                    .map(blend -> "a canary at %d %%:".formatted(blend.percent()))
                    .orElse("in the shadow"),
                role.version());
  }

  @Override
  public void close() {
    worker.close();
  }
}

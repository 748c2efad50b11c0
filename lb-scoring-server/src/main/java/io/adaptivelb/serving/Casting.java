package io.adaptivelb.serving;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.prediction.Belief;
import io.adaptivelb.prediction.Lineup;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.registry.Assignment;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.Stage;
import io.adaptivelb.registry.VersionId;
import io.adaptivelb.rollout.Blend;
import io.adaptivelb.rollout.CanaryGroup;
import io.adaptivelb.rollout.TrialSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the registry's assignments, which are names, into the models of each cluster. Not thread-safe. */
final class Casting {
  private final ModelShelf shelf;
  private final TrialSettings settings;

  Casting(ModelShelf shelf, TrialSettings settings) {
    this.shelf = shelf;
    this.settings = settings;
  }

  /**
   * A candidate and where it stands.
   *
   * @param version which
   * @param scope whose rollout it is
   * @param blend how much of it; empty in the shadow
   * @param percent share of the scope's clusters that get it
   */
  record Role(VersionId version, ServingScope scope, Optional<Blend> blend, int percent) {}

  /**
   * The models of a cluster.
   *
   * @param lineup who speaks and who is tried
   * @param role of the candidate; null without one
   */
  record Cast(Lineup lineup, @Nullable Role role) {}

  /** The models of all clusters. */
  Map<ClusterId, Cast> all(ModelRegistry registry, Collection<ClusterId> clusters) {
    shelf.begin();
    Map<ClusterId, Assignment> assignments = new HashMap<>();
    Map<Role, List<ClusterId>> tried = new HashMap<>();
    for (ClusterId cluster : clusters) {
      Assignment assignment = registry.assignment(cluster);
      assignments.put(cluster, assignment);
      role(registry, cluster, assignment)
          .ifPresent(
              role -> tried.computeIfAbsent(role, it -> new ArrayList<>()).add(cluster));
    }
    Map<ClusterId, Role> roles = new HashMap<>();
    tried.forEach(
        (role, candidates) -> group(role, candidates).forEach(cluster -> roles.put(cluster, role)));
    Map<ClusterId, Cast> casts = new HashMap<>();
    Set<ScoringModel> used = new HashSet<>();
    assignments.forEach((cluster, assignment) -> {
      Role role = roles.get(cluster);
      long others = roles.values().stream().filter(one -> one.equals(role)).count();
      Cast cast = cast(registry, cluster, assignment, role, (int) others);
      casts.put(cluster, cast);
      cast.lineup().active().ifPresent(used::add);
      cast.lineup().candidate().ifPresent(candidate -> used.add(candidate.model()));
    });
    shelf.retain(used);
    return casts;
  }

  private Cast cast(
      ModelRegistry registry,
      ClusterId cluster,
      Assignment assignment,
      @Nullable Role role,
      int clusters) {
    Optional<ScoringModel> active = assignment.active().isPresent()
        ? shelf.active(registry, cluster, assignment.active().get())
        : shelf.bundled();
    Optional<ScoringModel> tried =
        Optional.ofNullable(role).flatMap(one -> shelf.find(registry, one.version()));
    if (role == null || tried.isEmpty()) {
      return new Cast(new Lineup(active, Optional.empty()), null);
    }
    Lineup.Candidate candidate = new Lineup.Candidate(
        tried.get(), role.blend(), Belief.EARNED, settings.dividedAmong(clusters));
    return new Cast(new Lineup(active, Optional.of(candidate)), role);
  }

  /** A canary comes before a shadow: a shadow beside it waits until that is decided. */
  private static Optional<Role> role(
      ModelRegistry registry, ClusterId cluster, Assignment assignment) {
    if (assignment.canary().isPresent()) {
      Assignment.CanaryVersion canary = assignment.canary().get();
      return Optional.of(new Role(
          canary.version(),
          canary.scope(),
          Optional.of(canary.stage().blend()),
          canary.stage().percent()));
    }
    return assignment.shadow().map(version -> {
      ServingScope own = ServingScope.of(cluster);
      boolean ours = registry.stageOf(version, own) instanceof Stage.Shadow;
      return new Role(version, ours ? own : ServingScope.EVERYTHING, Optional.empty(), 100);
    });
  }

  /** A share of the clusters, by a hash; all where that would be none. */
  private static List<ClusterId> group(Role role, List<ClusterId> clusters) {
    CanaryGroup group = new CanaryGroup(role.percent(), role.version().value());
    List<ClusterId> covered =
        clusters.stream().filter(cluster -> group.covers(cluster.value())).toList();
    return covered.isEmpty() ? clusters : covered;
  }
}

package io.adaptivelb.models;

import io.adaptivelb.api.ModelChange;
import io.adaptivelb.api.ModelHistory;
import io.adaptivelb.api.ModelStage;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.Stage;
import io.adaptivelb.registry.Transition;
import io.adaptivelb.registry.VersionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The registry's history with the stages before and after: what was before is what the changes before add up to. */
final class ModelLog {
  private ModelLog() {}

  /** All changes, oldest first. */
  static List<ModelChange> changes(List<Transition> history) {
    Map<ServingScope, Map<VersionId, Stage>> now = new HashMap<>();
    List<ModelChange> changes = new ArrayList<>();
    for (Transition transition : history) {
      List<ModelChange.Move> moves = new ArrayList<>();
      transition.scope().ifPresent(scope -> {
        Map<VersionId, Stage> stages = now.computeIfAbsent(scope, s -> new HashMap<>());
        new TreeMap<>(transition.stages()).forEach((version, after) -> {
          Stage before = Optional.ofNullable(stages.put(version, after)).orElse(Stage.CANDIDATE);
          moves.add(new ModelChange.Move(
              version.value(), ModelStage.of(scope, before), ModelStage.of(scope, after)));
        });
      });
      if (transition.action().equals("remove")) {
        now.values().forEach(stages -> stages.remove(transition.version()));
      }
      changes.add(new ModelChange(
          transition.sequence(),
          transition.change().time(),
          transition.action(),
          transition.version().value(),
          transition
              .scope()
              .flatMap(ServingScope::cluster)
              .map(cluster -> cluster.value())
              .orElse(null),
          transition.change().actor(),
          transition.change().reason(),
          moves));
    }
    return changes;
  }

  /** A page, the newest first. */
  static ModelHistory page(List<Transition> history, ModelQuery query) {
    List<ModelChange> page = new ArrayList<>();
    for (ModelChange change : changes(history).reversed()) {
      if (query.matches(change)) {
        if (page.size() == query.limit()) {
          return new ModelHistory(page, page.getLast().sequence());
        }
        page.add(change);
      }
    }
    return new ModelHistory(page, null);
  }
}

package io.adaptivelb.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the history adds up to. Not thread-safe while entries are applied; the registry publishes it only afterwards.
 *
 * <p>A scope has at most one active, one canary and one shadow, whatever the history says: where a line was lost, the later one
 * makes the earlier one retire.
 */
final class HistoryState {
  private final Map<VersionId, String> checksums;
  private final Map<ServingScope, Map<VersionId, Stage>> stages;
  private final Map<ServingScope, LinkedHashSet<VersionId>> served;
  private final Set<VersionId> removed;
  private final List<String> oddities;
  private long sequence;

  HistoryState() {
    checksums = new LinkedHashMap<>();
    stages = new LinkedHashMap<>();
    served = new HashMap<>();
    removed = new LinkedHashSet<>();
    oddities = new ArrayList<>();
  }

  private HistoryState(HistoryState other) {
    checksums = new LinkedHashMap<>(other.checksums);
    stages = new LinkedHashMap<>();
    other.stages.forEach((scope, all) -> stages.put(scope, new LinkedHashMap<>(all)));
    served = new HashMap<>();
    other.served.forEach((scope, all) -> served.put(scope, new LinkedHashSet<>(all)));
    removed = new LinkedHashSet<>(other.removed);
    oddities = new ArrayList<>(other.oddities);
    sequence = other.sequence;
  }

  HistoryState copy() {
    return new HistoryState(this);
  }

  /** Takes the next entry; throws {@link IllegalArgumentException} when it cannot follow. */
  void apply(HistoryEntry entry) {
    if (entry.sequence() <= sequence) {
      throw new IllegalArgumentException(
          "sequence %d follows %d".formatted(entry.sequence(), sequence));
    }
    switch (entry.action()) {
      case HistoryEntry.ADMIT -> admit(entry);
      case HistoryEntry.REMOVE -> remove(entry.version());
      default -> move(entry);
    }
    sequence = entry.sequence();
  }

  private void admit(HistoryEntry entry) {
    String checksum = entry
        .manifestSha256()
        .orElseThrow(() -> new IllegalArgumentException("an admission without a checksum"));
    checksums.put(entry.version(), checksum);
    removed.remove(entry.version());
  }

  private void remove(VersionId version) {
    checksums.remove(version);
    stages.values().forEach(all -> all.remove(version));
    served.values().forEach(all -> all.remove(version));
    removed.add(version);
  }

  private void move(HistoryEntry entry) {
    ServingScope scope = ServingScope.parse(entry
        .scope()
        .orElseThrow(() -> new IllegalArgumentException("a change of stages without a scope")));
    for (Move move : entry.moves()) {
      Stage stage = move.stage();
      if (checksums.containsKey(move.version())) {
        place(scope, move.version(), stage);
      } else {
        oddities.add("history line %d speaks of version %s, which was never admitted; left out"
            .formatted(entry.sequence(), move.version()));
      }
    }
  }

  private void place(ServingScope scope, VersionId version, Stage stage) {
    Map<VersionId, Stage> all = stages.computeIfAbsent(scope, s -> new LinkedHashMap<>());
    if (!(stage instanceof Stage.Candidate || stage instanceof Stage.Retired)) {
      find(scope, stage.getClass())
          .filter(other -> !other.equals(version))
          .ifPresent(other -> all.put(
              other, new Stage.Retired(false, "version %s took its place".formatted(version))));
    }
    all.put(version, stage);
    if (stage instanceof Stage.Active) {
      LinkedHashSet<VersionId> order = served.computeIfAbsent(scope, s -> new LinkedHashSet<>());
      order.remove(version);
      order.add(version);
    }
  }

  long sequence() {
    return sequence;
  }

  /** All admitted versions, oldest first. */
  Set<VersionId> versions() {
    return checksums.keySet();
  }

  /** The checksum of a version's manifest; empty when it was never admitted, or was removed. */
  Optional<String> checksum(VersionId version) {
    return Optional.ofNullable(checksums.get(version));
  }

  Set<VersionId> removed() {
    return removed;
  }

  /** What in the history makes no sense and was left out. */
  List<String> oddities() {
    return oddities;
  }

  Stage stage(VersionId version, ServingScope scope) {
    return stages.getOrDefault(scope, Map.of()).getOrDefault(version, Stage.CANDIDATE);
  }

  /** The scopes in which a version went anywhere, with its stages. */
  Map<ServingScope, Stage> stages(VersionId version) {
    Map<ServingScope, Stage> found = new LinkedHashMap<>();
    stages.forEach((scope, all) -> {
      Stage stage = all.get(version);
      if (stage != null) {
        found.put(scope, stage);
      }
    });
    return found;
  }

  /** The version that is at such a stage in the scope. */
  Optional<VersionId> find(ServingScope scope, Class<? extends Stage> kind) {
    return stages.getOrDefault(scope, Map.of()).entrySet().stream()
        .filter(entry -> kind.isInstance(entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** What served the scope before and was not rolled back: what one may fall back to, the last one first. */
  List<VersionId> earlier(ServingScope scope) {
    return List.copyOf(served.getOrDefault(scope, new LinkedHashSet<>())).reversed().stream()
        .filter(version ->
            stage(version, scope) instanceof Stage.Retired retired && !retired.rolledBack())
        .toList();
  }

  Set<ServingScope> scopes() {
    return stages.keySet();
  }
}

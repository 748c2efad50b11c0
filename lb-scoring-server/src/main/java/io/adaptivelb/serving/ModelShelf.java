package io.adaptivelb.serving;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.prediction.DefaultModel;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.registry.ModelContent;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.Serving;
import io.adaptivelb.registry.VersionId;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The models that are in memory: read when their name is new, kept while somebody uses them. Not thread-safe. */
final class ModelShelf {
  private final ModelValidator reader = new ModelValidator();
  private final Map<VersionId, ScoringModel> models = new HashMap<>();
  private final TreeSet<String> problems = new TreeSet<>();
  private Optional<ScoringModel> bundled = Optional.empty();
  private boolean looked;
  private @Nullable String unusable;

  /** The model that comes along, for where nobody was ever made active. */
  Optional<ScoringModel> bundled() {
    if (!looked) {
      looked = true;
      try {
        bundled = DefaultModel.load();
      } catch (IllegalArgumentException | UncheckedIOException e) {
        unusable = "the model that comes along cannot serve: %s".formatted(e.getMessage());
      }
    }
    return bundled;
  }

  /** Forgets what did not work, so that it is tried again. */
  void begin() {
    problems.clear();
  }

  /** The model of a version; empty, with a problem, when it cannot be loaded. */
  Optional<ScoringModel> find(ModelRegistry registry, VersionId version) {
    ScoringModel known = models.get(version);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      return read(registry.load(version));
    } catch (RegistryException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The active version's model, or the last good one's before it; empty where none can be loaded. */
  Optional<ScoringModel> active(ModelRegistry registry, ClusterId cluster, VersionId wanted) {
    Optional<ScoringModel> model = find(registry, wanted);
    if (model.isPresent()) {
      return model;
    }
    return switch (registry.serving(cluster)) {
      case Serving.None none -> Optional.empty();
      case Serving.Model earlier
      when earlier.content().version().equals(wanted) -> Optional.empty();
      case Serving.Model earlier -> read(earlier.content());
    };
  }

  private Optional<ScoringModel> read(ModelContent content) {
    ScoringModel known = models.get(content.version());
    if (known != null) {
      return Optional.of(known);
    }
    try {
      ScoringModel model = reader.load(content);
      models.put(content.version(), model);
      return Optional.of(model);
    } catch (IllegalArgumentException e) {
      problems.add("version %s cannot serve: %s".formatted(content.version(), e.getMessage()));
      return Optional.empty();
    }
  }

  /** Forgets all models but these. */
  void retain(Collection<ScoringModel> used) {
    models.values().retainAll(used);
  }

  /** What could not be loaded since {@link #begin}, one sentence each. */
  List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    if (unusable != null) {
      all.add(unusable);
    }
    return all;
  }
}

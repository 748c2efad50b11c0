package io.adaptivelb.training;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.prediction.DefaultModel;
import io.adaptivelb.prediction.ModelValidator;
import io.adaptivelb.prediction.ScoringModel;
import io.adaptivelb.registry.ModelContent;
import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.RegistryLimits;
import io.adaptivelb.registry.ServingScope;
import io.adaptivelb.registry.Stage;
import io.adaptivelb.registry.VersionId;
import io.adaptivelb.registry.VersionInfo;
import io.adaptivelb.simulator.VersionFolder;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the versions that are to be compared: by name in a registry, in a folder, the active one, and the one that comes along. */
final class VersionChoice {
  private static final String ACTIVE = "active";
  private static final String BUNDLED = "bundled";
  private static final int NAMED = 5;

  private final Path folder;
  private final Optional<ModelRegistry> registry;

  /**
   * A version that was found.
   *
   * @param label what it is called in the report: {@code active}, {@code bundled}, or its name
   * @param content its files
   * @param model its heads
   */
  record Version(String label, ModelContent content, ScoringModel model) {}

  /**
   * What takes part.
   *
   * @param versions in the order in which they were named, the active one last if it was not; one at least, none twice
   * @param notes what was left out, and why
   */
  record Chosen(List<Version> versions, List<String> notes) {
    Chosen {
      versions = List.copyOf(versions);
      notes = List.copyOf(notes);
    }
  }

  /** A choice from the registry in a folder, which need not be there. */
  VersionChoice(Path folder) {
    this.folder = folder;
    try {
      this.registry = Files.isDirectory(folder)
          ? Optional.of(ModelRegistry.open(folder, RegistryLimits.DEFAULTS, "lb evaluate"))
          : Optional.empty();
    } catch (RegistryException e) {
      throw new UserError("--registry is %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * The versions of these names, and the active one; without names the active one, else the one that comes along.
   *
   * @throws UserError naming one that is not there, is not the only one to begin so, or does not fit
   */
  Chosen choose(List<String> names) {
    List<Version> versions = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (String name : names) {
      add(versions, notes, find(name));
    }
    if (active().isPresent() && names.stream().noneMatch(ACTIVE::equals)) {
      try {
        Version active = find(ACTIVE);
        if (versions.stream().noneMatch(it -> isSame(it, active))) {
          versions.add(active);
        }
      } catch (UserError e) {
        // Nobody asked for it, and the others can be compared without it.
        notes.add("the active version is left out: " + e.getMessage());
      }
    }
    if (versions.isEmpty()) {
      versions.add(find(BUNDLED));
    }
    return new Chosen(versions, notes);
  }

  private static void add(List<Version> versions, List<String> notes, Version found) {
    Optional<Version> twin = versions.stream().filter(it -> isSame(it, found)).findFirst();
    if (twin.isEmpty()) {
      versions.add(found);
    } else {
      notes.add("%s and %s are the same version, %s; it is compared once"
          .formatted(twin.get().label(), found.label(), found.content().version()));
    }
  }

  private static boolean isSame(Version one, Version other) {
    return one.content().version().equals(other.content().version());
  }

  private Version find(String name) {
    try {
      return switch (name) {
        case ACTIVE ->
          load(
              ACTIVE,
              open()
                  .load(active()
                      .orElseThrow(() -> new UserError(
                          "--model is active; no version in %s is active for everything"
                              .formatted(folder)))));
        case BUNDLED ->
          load(
              BUNDLED,
              DefaultModel.content()
                  .orElseThrow(() ->
                      new UserError("--model is bundled; none came along with this program")));
        default -> {
          ModelContent content = named(name);
          yield load(content.version().value(), content);
        }
      };
    } catch (RegistryException
        | IllegalArgumentException
        | NoSuchElementException
        | UncheckedIOException e) {
      throw new UserError("--model is %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static Version load(String label, ModelContent content) {
    return new Version(label, content, new ModelValidator().load(content));
  }

  private ModelRegistry open() {
    return registry.orElseThrow(() ->
        new UserError("there is no registry in %s; name it with --registry".formatted(folder)));
  }

  private Optional<VersionId> active() {
    return registry.stream()
        .flatMap(it -> it.versions().stream())
        .filter(info -> info.stages().get(ServingScope.EVERYTHING) instanceof Stage.Active)
        .map(VersionInfo::version)
        .findFirst();
  }

  private ModelContent named(String name) {
    List<VersionId> all = registry.stream()
        .flatMap(it -> it.versions().stream())
        .map(VersionInfo::version)
        .toList();
    Optional<VersionId> exact =
        all.stream().filter(version -> version.value().equals(name)).findFirst();
    if (exact.isPresent()) {
      return open().load(exact.get());
    }
    Optional<Path> elsewhere = versionFolder(name);
    if (elsewhere.isPresent()) {
      return VersionFolder.content(elsewhere.get());
    }
    List<VersionId> some = name.isEmpty()
        ? List.of()
        : all.stream().filter(version -> version.value().startsWith(name)).toList();
    if (some.size() > 1) {
      throw new UserError("--model is %s; %d versions in %s begin so: %s"
          .formatted(name, some.size(), folder, list(some)));
    }
    if (some.isEmpty()) {
      throw new UserError(
          "--model is %s; it must be active, bundled, the folder of a version with its manifest.json, or a version in %s, which has %s"
              .formatted(name, folder, all.isEmpty() ? "none" : list(all)));
    }
    return open().load(some.getFirst());
  }

  private static String list(List<VersionId> versions) {
    String first =
        versions.stream().limit(NAMED).map(VersionId::value).collect(Collectors.joining(", "));
    return versions.size() > NAMED
        ? "%s and %d more".formatted(first, versions.size() - NAMED)
        : first;
  }

  private static Optional<Path> versionFolder(String name) {
    try {
      return Optional.of(Path.of(name)).filter(VersionFolder::isAt);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}

package io.adaptivelb.registry;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.registry.RegistryException.Reason;
import io.adaptivelb.registry.Stage.Active;
import io.adaptivelb.registry.Stage.Canary;
import io.adaptivelb.registry.Stage.Shadow;
import io.adaptivelb.rollout.Blend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The models in a folder ({@code DATA/models}): versions that never change, and who serves what. Thread-safe, and safe for
 * several processes at once: a change locks the folder, reads what others did, and is on the disk before it returns; reading
 * takes no lock and sees what others changed.
 *
 * <pre>
 * history.jsonl            every change, one checked line each; what it says is so
 * VERSION/manifest.json    and the version's files
 * .pending-VERSION         a version that is being written
 * lock                     held for one change; names its holder
 * </pre>
 *
 * A process that dies at any moment leaves each change done or not done. Which version is active is a fold of the history, so
 * there is no second place that could say otherwise.
 *
 * <p>Every method throws {@link RegistryException}: {@code HISTORY_DAMAGED} and {@code IO}, and changes {@code LOCKED} too.
 */
public final class ModelRegistry {
  private final Path folder;
  private final RegistryLimits limits;
  private final String holder;
  private final VersionStore store;
  private final Sweeper sweeper;
  private final History history;
  private final Disk disk;
  private volatile View view;

  /**
   * Opens the registry in a folder of its own, which is made if need be. Nothing has to be closed.
   *
   * @param program what is told to others that wait for it: {@code lb serve}
   */
  public static ModelRegistry open(Path folder, RegistryLimits limits, String program) {
    return open(folder, limits, program, new LocalDisk());
  }

  static ModelRegistry open(Path folder, RegistryLimits limits, String program, Disk disk) {
    try {
      return new ModelRegistry(Files.createDirectories(folder).toRealPath(), limits, program, disk);
    } catch (IOException e) {
      throw RegistryException.io("registry %s cannot be used".formatted(folder), e);
    }
  }

  private ModelRegistry(Path folder, RegistryLimits limits, String program, Disk disk) {
    this.folder = folder;
    this.limits = limits;
    this.disk = disk;
    holder = "%s, process %d".formatted(program, ProcessHandle.current().pid());
    store = new VersionStore(folder, limits, disk);
    sweeper = new Sweeper(folder, disk);
    history = new History(folder, disk);
    view = read();
  }

  /**
   * Admits a model as a candidate.
   *
   * @return its name; the same model put twice has the same one, and the second time nothing happens
   * @throws RegistryException ({@code REFUSED}) with every reason, when it breaks a rule or the validator objects
   */
  public VersionId put(ModelDraft draft, Validator validator, Change change) {
    ModelContent content = Admission.check(draft, limits, validator);
    VersionId version = content.version();
    change(state -> {
      if (state.checksum(version).isPresent()) {
        return Optional.empty();
      }
      Admission.requireRoom(state, content, limits);
      byte[] manifest = ManifestJson.write(content.manifest());
      write(content, manifest);
      return Optional.of(HistoryEntry.admit(change, version, Checksums.sha256(manifest)));
    });
    return version;
  }

  /** Lets a candidate score in the shadow. */
  public void stage(VersionId version, ServingScope scope, Change change) {
    requireIntact(version);
    move("shadow", version, scope, change, lifecycle -> lifecycle.shadow(version));
  }

  /**
   * Makes a shadow a canary at 1 %.
   *
   * @param percent of the proxies that get it, 1…100
   */
  public void startCanary(VersionId version, ServingScope scope, int percent, Change change) {
    requireIntact(version);
    move("canary", version, scope, change, lifecycle -> lifecycle.canary(version, percent));
  }

  /** Takes a canary one step up, or any number down. */
  public void blend(VersionId version, ServingScope scope, Blend to, Change change) {
    move("blend", version, scope, change, lifecycle -> lifecycle.blend(version, to));
  }

  /** Makes a canary at 100 %, or the first model of a scope, the active one; the active one retires. */
  public void promote(VersionId version, ServingScope scope, Change change) {
    requireIntact(version);
    move("promote", version, scope, change, lifecycle -> lifecycle.promote(version));
  }

  /** Takes a shadow, canary or active version out because it is bad; the last good active one comes back. */
  public void rollback(VersionId version, ServingScope scope, Change change) {
    move(
        "rollback",
        version,
        scope,
        change,
        lifecycle -> lifecycle.rollback(version, change.reason(), this::isIntact));
  }

  /** Takes a version out for another reason; nothing takes its place. */
  public void retire(VersionId version, ServingScope scope, Change change) {
    move("retire", version, scope, change, lifecycle -> lifecycle.retire(version, change.reason()));
  }

  /** Deletes the files of a version that serves nowhere and that nothing would fall back to; its history stays. */
  public void remove(VersionId version, Change change) {
    change(state -> {
      checksum(state, version);
      Lifecycle.requireRemovable(state, version);
      return Optional.of(HistoryEntry.remove(change, version));
    });
    // Swept by the next change at the latest; now, if nobody else is at it.
    change(state -> Optional.empty());
  }

  /** All versions, oldest first. */
  public List<VersionInfo> versions() {
    HistoryState state = current();
    return state.versions().stream()
        .map(version -> new VersionInfo(version, state.stages(version)))
        .toList();
  }

  /**
   * Where a version stands.
   *
   * @throws RegistryException ({@code UNKNOWN_VERSION})
   */
  public Stage stageOf(VersionId version, ServingScope scope) {
    HistoryState state = current();
    checksum(state, version);
    return state.stage(version, scope);
  }

  /**
   * The manifest of a version.
   *
   * @throws RegistryException ({@code UNKNOWN_VERSION}, {@code DAMAGED})
   */
  public Manifest manifest(VersionId version) {
    return store.readManifest(version, checksum(current(), version));
  }

  /**
   * A version with all its files, every byte checked.
   *
   * @throws RegistryException ({@code UNKNOWN_VERSION}, {@code DAMAGED} naming the file and what is wrong with it)
   */
  public ModelContent load(VersionId version) {
    return store.read(version, checksum(current(), version));
  }

  /** Who serves a cluster, by name: its own scope first, then the one for all. */
  public Assignment assignment(ClusterId cluster) {
    HistoryState state = current();
    return new Assignment(
        find(state, cluster, Active.class),
        scopes(cluster).stream()
            .flatMap(scope -> state.find(scope, Canary.class).stream()
                .map(version -> canary(state, version, scope)))
            .findFirst(),
        find(state, cluster, Shadow.class));
  }

  /**
   * The model that may serve a cluster: the active one, or, where that is damaged, the last good one before it. What is wrong
   * is reported, and nothing is changed.
   */
  public Serving serving(ClusterId cluster) {
    HistoryState state = current();
    List<String> problems = new ArrayList<>();
    for (ServingScope scope : scopes(cluster)) {
      Optional<VersionId> active = state.find(scope, Active.class);
      if (active.isEmpty()) {
        continue;
      }
      List<VersionId> order = new ArrayList<>(List.of(active.get()));
      order.addAll(state.earlier(scope));
      for (VersionId version : order) {
        try {
          return new Serving.Model(store.read(version, checksum(state, version)), problems);
        } catch (RegistryException e) {
          problems.add(String.valueOf(e.getMessage()));
        }
      }
    }
    return new Serving.None(problems);
  }

  /** Every change, oldest first. */
  public List<Transition> history() {
    return history.read().entries().stream().map(HistoryEntry::toTransition).toList();
  }

  /** Rises with every change, by whichever process: two equal ones mean the same assignments. */
  public long sequence() {
    return current().sequence();
  }

  /** What is not as it should be, one sentence each: damaged, left behind, foreign. Reads every byte of every version. */
  public List<String> problems() {
    HistoryState state = current();
    List<String> problems = new ArrayList<>(state.oddities());
    for (VersionId version : state.versions()) {
      try {
        store.read(version, checksum(state, version));
      } catch (RegistryException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    problems.addAll(sweeper.findings(state));
    return List.copyOf(problems);
  }

  private void move(
      String action,
      VersionId version,
      ServingScope scope,
      Change change,
      Function<Lifecycle, List<Move>> rule) {
    change(state -> {
      checksum(state, version);
      List<Move> moves = rule.apply(new Lifecycle(state, scope));
      return Optional.of(HistoryEntry.moves(change, action, version, scope, moves));
    });
  }

  /** The one way in which anything changes. A channel closes itself on an interrupted thread, so that must wait. */
  private void change(Function<HistoryState, Optional<HistoryEntry>> decision) {
    boolean interrupted = Thread.interrupted();
    try {
      FolderLock.hold(folder, holder, limits.patience(), () -> changeLocked(decision));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Read, sweep, decide, append. */
  private void changeLocked(Function<HistoryState, Optional<HistoryEntry>> decision) {
    History.Contents before = history.read();
    HistoryState state = history.fold(before);
    sweep(state);
    Optional<HistoryEntry> entry = decision.apply(state);
    if (entry.isPresent()) {
      HistoryEntry numbered = entry.get().numbered(before.nextSequence());
      history.append(before, numbered);
      unmark(numbered);
    }
    view = read();
  }

  private void write(ModelContent content, byte[] manifest) {
    try {
      store.requireFree(content.version());
      store.write(content, manifest);
    } catch (IOException e) {
      throw RegistryException.io(
          "cannot write version %s to %s".formatted(content.version(), folder), e);
    }
  }

  /** What cannot be swept away is among the {@link #problems}; it must not keep anybody from rolling back. */
  private void sweep(HistoryState state) {
    try {
      sweeper.sweep(state);
    } catch (IOException e) {
      return;
    }
  }

  /** The version is admitted and durable: a mark that stays is only swept later. */
  private void unmark(HistoryEntry entry) {
    if (entry.action().equals(HistoryEntry.ADMIT)) {
      try {
        disk.delete(store.pending(entry.version()));
      } catch (IOException e) {
        return;
      }
    }
  }

  private HistoryState current() {
    if (!history.stamp().equals(view.stamp)) {
      view = read();
    }
    return view.state;
  }

  /** The stamp first: what is written in between makes it look old, and is read again. */
  private View read() {
    History.Stamp stamp = history.stamp();
    return new View(stamp, history.fold(history.read()));
  }

  private static String checksum(HistoryState state, VersionId version) {
    return state
        .checksum(version)
        .orElseThrow(() -> new RegistryException(
            Reason.UNKNOWN_VERSION, "there is no version %s".formatted(version)));
  }

  private void requireIntact(VersionId version) {
    load(version);
  }

  private boolean isIntact(VersionId version) {
    try {
      load(version);
      return true;
    } catch (RegistryException e) {
      return false;
    }
  }

  private static List<ServingScope> scopes(ClusterId cluster) {
    return List.of(ServingScope.of(cluster), ServingScope.EVERYTHING);
  }

  private static Optional<VersionId> find(
      HistoryState state, ClusterId cluster, Class<? extends Stage> kind) {
    return scopes(cluster).stream()
        .flatMap(scope -> state.find(scope, kind).stream())
        .findFirst();
  }

  private static Assignment.CanaryVersion canary(
      HistoryState state, VersionId version, ServingScope scope) {
    return new Assignment.CanaryVersion(version, (Canary) state.stage(version, scope), scope);
  }

  private record View(History.Stamp stamp, HistoryState state) {}
}

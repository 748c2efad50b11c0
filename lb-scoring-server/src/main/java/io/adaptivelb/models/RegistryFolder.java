package io.adaptivelb.models;

import io.adaptivelb.registry.ModelRegistry;
import io.adaptivelb.registry.RegistryException;
import io.adaptivelb.registry.RegistryException.Reason;
import io.adaptivelb.registry.RegistryLimits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The model registry in a folder, also while its history is damaged: a balancer must start without models rather than not at
 * all, and have them as soon as the history is repaired. Thread-safe.
 */
public final class RegistryFolder {
  private final Path folder;
  private final RegistryLimits limits;
  private final String program;
  private volatile @Nullable ModelRegistry open;

  private RegistryFolder(Path folder, RegistryLimits limits, String program) {
    this.folder = folder;
    this.limits = limits;
    this.program = program;
  }

  /**
   * Opens the registry in a folder of its own, which is made if need be.
   *
   * @param program what is told to others that wait for it: {@code lb serve}
   * @throws RegistryException ({@code IO}) when the folder cannot be used
   */
  public static RegistryFolder open(Path folder, RegistryLimits limits, String program) {
    RegistryFolder opened = new RegistryFolder(folder, limits, program);
    try {
      opened.registry();
    } catch (RegistryException e) {
      if (e.reason() != Reason.HISTORY_DAMAGED) {
        throw e;
      }
    }
    return opened;
  }

  /**
   * The registry.
   *
   * @throws RegistryException ({@code HISTORY_DAMAGED}, {@code IO}) while it cannot be opened
   */
  public ModelRegistry registry() {
    ModelRegistry registry = open;
    if (registry == null) {
      registry = ModelRegistry.open(folder, limits, program);
      open = registry;
    }
    return registry;
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }
}

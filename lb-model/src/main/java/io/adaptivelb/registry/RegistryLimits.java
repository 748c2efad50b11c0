package io.adaptivelb.registry;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Duration;

/**
 * The bounds of a registry, which hold for what it writes and for what it finds.
 *
 * @param maxManifestBytes size of a manifest; 1 KiB…64 MiB
 * @param maxFiles of a version; 1…1 000
 * @param maxFileBytes of one file; 1…2³¹−9, what a Java array holds
 * @param maxVersionBytes of all files of a version; 1…2⁴⁰
 * @param maxVersions in the registry; 1…1 000 000
 * @param patience how long a change waits for another process to finish its own; 0…10 min
 */
public record RegistryLimits(
    int maxManifestBytes,
    int maxFiles,
    int maxFileBytes,
    long maxVersionBytes,
    int maxVersions,
    Duration patience) {
  /** Manifests of 1 MiB; 64 files of 256 MiB, together 1 GiB; 10 000 versions; 10 s. */
  public static final RegistryLimits DEFAULTS =
      new RegistryLimits(1 << 20, 64, 256 << 20, 1L << 30, 10_000, Duration.ofSeconds(10));

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public RegistryLimits {
    requireInRange("maxManifestBytes", maxManifestBytes, 1 << 10, 64 << 20);
    requireInRange("maxFiles", maxFiles, 1, 1_000);
    requireInRange("maxFileBytes", maxFileBytes, 1, Integer.MAX_VALUE - 8);
    requireInRange("maxVersionBytes", maxVersionBytes, 1, 1L << 40);
    requireInRange("maxVersions", maxVersions, 1, 1_000_000);
    requireInRange("patience", patience, Duration.ZERO, Duration.ofMinutes(10));
  }

  /** Throws {@link IllegalArgumentException} when a version is larger than allowed. */
  void require(Manifest manifest) {
    requireInRange("number of files", manifest.files().size(), 1, maxFiles);
    long left = maxVersionBytes;
    for (FileEntry file : manifest.files()) {
      requireInRange("bytes of " + file.name(), file.bytes(), 0, maxFileBytes);
      if (file.bytes() > left) {
        throw new IllegalArgumentException(
            "all files together are larger than %d bytes, the most allowed"
                .formatted(maxVersionBytes));
      }
      left -= file.bytes();
    }
  }
}

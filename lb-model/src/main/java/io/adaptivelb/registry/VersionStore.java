package io.adaptivelb.registry;

import io.adaptivelb.registry.RegistryException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * The folders of the versions: {@code VERSION/manifest.json} and its files. Written once, read with every byte checked against
 * the checksums, and never through a link.
 *
 * <p>While a folder is being written a file {@code .pending-VERSION} stands beside it. Whether the version exists is decided by
 * the history alone: a folder with that mark and without an admission is a writer's that died, and is swept away.
 */
final class VersionStore {
  static final String PENDING = ".pending-";

  private final Path folder;
  private final RegistryLimits limits;
  private final Disk disk;

  VersionStore(Path folder, RegistryLimits limits, Disk disk) {
    this.folder = folder;
    this.limits = limits;
    this.disk = disk;
  }

  /** Throws {@link RegistryException} ({@code REFUSED}) when somebody's folder has the name of a version that is to be written. */
  void requireFree(VersionId version) {
    Path home = folder.resolve(version.value());
    if (Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
      throw new RegistryException(
          Reason.REFUSED,
          "%s is there already, and the history does not know it; move it away".formatted(home));
    }
  }

  /** Writes a version durably. It does not exist before the history says so. */
  void write(ModelContent content, byte[] manifest) throws IOException {
    Path home = folder.resolve(content.version().value());
    disk.write(pending(content.version()), new byte[0]);
    disk.forceFolder(folder);
    disk.createFolder(home);
    for (Map.Entry<String, byte[]> file : content.files().entrySet()) {
      write(home.resolve(file.getKey()), file.getValue());
    }
    write(home.resolve(Manifest.FILE), manifest);
    disk.forceFolder(home);
    disk.forceFolder(folder);
  }

  private void write(Path file, byte[] bytes) throws IOException {
    disk.write(file, bytes);
    disk.force(file);
  }

  /** The mark of a version that is being written. */
  Path pending(VersionId version) {
    return folder.resolve(PENDING + version);
  }

  /**
   * Reads a version.
   *
   * @param checksum of its manifest, from the history
   * @throws RegistryException ({@code DAMAGED}) naming the file and what is wrong with it
   */
  ModelContent read(VersionId version, String checksum) {
    Path home = folder.resolve(version.value());
    if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
      throw damaged(version, home, "it is no folder");
    }
    Manifest manifest = manifest(version, home.resolve(Manifest.FILE), checksum);
    Map<String, byte[]> files = new TreeMap<>();
    for (FileEntry entry : manifest.files()) {
      Path file = home.resolve(entry.name());
      byte[] bytes = readBounded(version, file, entry.bytes());
      if (bytes.length != entry.bytes()) {
        throw damaged(
            version,
            file,
            "it has %d bytes, the manifest says %d".formatted(bytes.length, entry.bytes()));
      }
      requireChecksum(version, file, bytes, entry.sha256(), "the manifest");
      files.put(entry.name(), bytes);
    }
    return new ModelContent(manifest, files);
  }

  /** Reads a version's manifest alone; the same errors. */
  Manifest readManifest(VersionId version, String checksum) {
    return manifest(version, folder.resolve(version.value()).resolve(Manifest.FILE), checksum);
  }

  private Manifest manifest(VersionId version, Path file, String checksum) {
    byte[] bytes = readBounded(version, file, limits.maxManifestBytes());
    requireChecksum(version, file, bytes, checksum, "the history");
    try {
      Manifest manifest = ManifestJson.read(bytes);
      if (!manifest.version().equals(version)) {
        throw new IllegalArgumentException("it is of version " + manifest.version());
      }
      limits.require(manifest);
      return manifest;
    } catch (IllegalArgumentException e) {
      throw damaged(version, file, String.valueOf(e.getMessage()));
    }
  }

  /** At most one byte more than allowed is read, and nothing but a plain file: a pipe would block for ever. */
  private static byte[] readBounded(VersionId version, Path file, long max) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isRegularFile()) {
        throw damaged(
            version, file, found.isSymbolicLink() ? "it is a link" : "it is no plain file");
      }
      if (found.size() > max) {
        throw damaged(
            version, file, "it has %d bytes, %d are allowed".formatted(found.size(), max));
      }
      try (InputStream in =
          Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        return in.readNBytes((int) Math.min(max + 1, Integer.MAX_VALUE - 8));
      }
    } catch (NoSuchFileException e) {
      throw damaged(version, file, "it is missing");
    } catch (IOException e) {
      throw damaged(version, file, RegistryException.reason(e));
    }
  }

  private static void requireChecksum(
      VersionId version, Path file, byte[] bytes, String expected, String whose) {
    String actual = Checksums.sha256(bytes);
    if (!actual.equals(expected)) {
      throw damaged(
          version,
          file,
          "its SHA-256 is %s…, %s says %s…"
              .formatted(actual.substring(0, 12), whose, expected.substring(0, 12)));
    }
  }

  private static RegistryException damaged(VersionId version, Path file, String what) {
    return new RegistryException(
        Reason.DAMAGED, "version %s cannot be used: %s: %s".formatted(version, file, what));
  }
}

package io.adaptivelb.registry;

import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A version with all its files, whose checksums were found right.
 *
 * @param manifest what it is
 * @param files by name; the arrays are shared and must not be changed
 */
public record ModelContent(Manifest manifest, Map<String, byte[]> files) {
  /** Copies the map. */
  public ModelContent {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * A version that lies outside a registry, as one that comes along with a program.
   *
   * @param manifest the bytes of its {@code manifest.json}
   * @param read gives the bytes of a file by its name
   * @throws IllegalArgumentException naming what is wrong with the manifest, or the file that is not what it says
   */
  public static ModelContent parse(byte[] manifest, Function<String, byte[]> read) {
    Manifest parsed = ManifestJson.read(manifest);
    Map<String, byte[]> files = new TreeMap<>();
    for (FileEntry entry : parsed.files()) {
      byte[] bytes = read.apply(entry.name());
      String actual = Checksums.sha256(bytes);
      if (!actual.equals(entry.sha256())) {
        throw new IllegalArgumentException("file %s has SHA-256 %s, the manifest says %s"
            .formatted(Rules.quote(entry.name()), actual, entry.sha256()));
      }
      files.put(entry.name(), bytes);
    }
    return new ModelContent(parsed, files);
  }

  /** Its name. */
  public VersionId version() {
    return manifest.version();
  }

  /**
   * The content of a file.
   *
   * @throws NoSuchElementException when the manifest has none of that name
   */
  public byte[] file(String name) {
    byte[] found = files.get(name);
    if (found == null) {
      throw new NoSuchElementException(
          "version %s has no file %s".formatted(version(), Rules.quote(name)));
    }
    return found;
  }
}

package io.adaptivelb.registry;

import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

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

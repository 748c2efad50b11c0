package io.adaptivelb.registry;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.util.regex.Pattern;

/**
 * One file of a version, as the manifest has it.
 *
 * @param name 1…64 of a–z, 0–9, {@code . _ -}, beginning with a letter or digit: no folder, no hidden file, nothing that a
 *     file system without upper case would confuse; not {@code manifest.json}
 * @param bytes its size
 * @param sha256 of its content, in lower-case hexadecimal
 */
public record FileEntry(String name, long bytes, String sha256) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /** Throws {@link IllegalArgumentException} naming what breaks the rules above. */
  public FileEntry {
    requireName(name);
    requireInRange("bytes of " + name, bytes, 0, Long.MAX_VALUE);
    Rules.requireMatch("sha256 of " + name, sha256, SHA_256, "64 lower-case hexadecimal digits");
  }

  static void requireName(String name) {
    Rules.requireMatch(
        "file name",
        name,
        NAME,
        "1…64 of a–z, 0–9, \".\", \"_\" and \"-\", beginning with a letter or digit");
    if (name.equals(Manifest.FILE)) {
      throw new IllegalArgumentException(
          "file name \"%s\" is the manifest's own".formatted(Manifest.FILE));
    }
  }
}

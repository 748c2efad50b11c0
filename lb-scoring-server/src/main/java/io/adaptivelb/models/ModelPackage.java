package io.adaptivelb.models;

import io.adaptivelb.api.ModelManifest;
import io.adaptivelb.models.RefusedImport.Kind;
import io.adaptivelb.registry.FileEntry;
import io.adaptivelb.registry.Manifest;
import io.adaptivelb.registry.ModelDraft;
import io.adaptivelb.registry.Provenance;
import io.adaptivelb.registry.VersionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A model on its way from one registry, or from a program that is not ours, to another registry: a zip file with {@code
 * manifest.json} and the model's files side by side, no folders.
 *
 * <p>The folder of a version in a registry, zipped, is one: its manifest names version and checksums, which are then checked.
 * Nothing of it touches the disk before the registry has looked at it.
 *
 * @param manifest what it says of itself
 * @param files by name; the arrays are shared and must not be changed
 */
public record ModelPackage(ModelManifest manifest, Map<String, byte[]> files) {
  /** The manifest's name in it. */
  public static final String MANIFEST = "manifest.json";

  private static final int MAX_FILES = 1_000;

  /** APPNOTE.TXT of PKWARE, 4.3.16: the end of the central directory. */
  private static final int END_SIGNATURE = 0x06054b50;

  private static final int END_BYTES = 22;

  /** Copies the map. */
  public ModelPackage {
    files = new TreeMap<>(files);
  }

  /**
   * Reads one.
   *
   * @param zip the whole file
   * @param maxBytes of everything in it, unpacked
   * @throws RefusedImport naming what is wrong with it
   */
  public static ModelPackage read(byte[] zip, long maxBytes) {
    Map<String, byte[]> files = new TreeMap<>();
    long left = maxBytes;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = name(entry);
        byte[] content = content(in, left, maxBytes);
        left -= content.length;
        if (files.put(name, content) != null) {
          throw new RefusedImport(Kind.MALFORMED, "file \"%s\" is in it twice".formatted(name));
        }
        if (files.size() > MAX_FILES) {
          throw new RefusedImport(
              Kind.MALFORMED, "it has more than %d files, the most allowed".formatted(MAX_FILES));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new RefusedImport(Kind.MALFORMED, "it is no intact zip file: " + e.getMessage());
    }
    if (files.isEmpty()) {
      throw new RefusedImport(Kind.MALFORMED, "it is no zip file with a model in it");
    }
    if (listed(zip) != files.size()) {
      throw new RefusedImport(
          Kind.MALFORMED,
          "it is no intact zip file: the list at its end is missing, or not of its %d files"
              .formatted(files.size()));
    }
    return of(files);
  }

  /** One of its files, the manifest among them; throws {@link RefusedImport} when there is no good manifest. */
  private static ModelPackage of(Map<String, byte[]> files) {
    byte[] manifest = files.remove(MANIFEST);
    if (manifest == null) {
      throw new RefusedImport(
          Kind.MALFORMED, "there is no %s in it, but %s".formatted(MANIFEST, files.keySet()));
    }
    return new ModelPackage(ManifestReader.read(manifest), files);
  }

  /** How many files the list at the end has; −1 when there is no such list. A file that was cut off lacks it. */
  private static int listed(byte[] zip) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int last = zip.length - END_BYTES;
    for (int at = last; at >= Math.max(0, last - 0xffff); at--) {
      if (bytes.getInt(at) == END_SIGNATURE
          && Short.toUnsignedInt(bytes.getShort(at + END_BYTES - 2)) == last - at) {
        return Short.toUnsignedInt(bytes.getShort(at + 10));
      }
    }
    return -1;
  }

  private static String name(ZipEntry entry) {
    String name = entry.getName();
    if (entry.isDirectory() || name.contains("/") || name.contains("\\")) {
      throw new RefusedImport(
          Kind.MALFORMED,
          "\"%s\" is in a folder; all files must be side by side (zip -j)"
              .formatted(printable(name)));
    }
    if (!name.equals(MANIFEST) && !name.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
      throw new RefusedImport(
          Kind.MALFORMED,
          "file name \"%s\" is not 1…64 of a–z, 0–9, \".\", \"_\" and \"-\", beginning with a letter or digit"
              .formatted(printable(name)));
    }
    return name;
  }

  private static byte[] content(InputStream in, long left, long max) throws IOException {
    byte[] content = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
    if (content.length > left) {
      throw new RefusedImport(
          Kind.TOO_LARGE,
          "its files have more than %d bytes, the most allowed, unpacked".formatted(max));
    }
    return content;
  }

  /** The version that it says it is. */
  Optional<VersionId> version() {
    return parse("version", manifest.version());
  }

  /** What to put into a registry; throws {@link RefusedImport} when manifest and files do not agree. */
  ModelDraft draft() {
    var unused = version();
    Integer format = manifest.format();
    if (format != null && format != Manifest.FORMAT) {
      throw refused("format %d is not known, only %d".formatted(format, Manifest.FORMAT));
    }
    List<FileEntry> listed = manifest.files();
    if (listed != null) {
      requireSame(listed);
    }
    try {
      return new ModelDraft(
          require("created", manifest.created()),
          require("featureSchema", manifest.featureSchema()),
          require("data", manifest.data()),
          manifest.parameters(),
          manifest.metrics(),
          manifest.seeds(),
          provenance(require("provenance", manifest.provenance())),
          manifest.heads(),
          files,
          parse("parent", manifest.parent()));
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private void requireSame(List<FileEntry> listed) {
    if (!listed.stream()
        .map(FileEntry::name)
        .sorted()
        .toList()
        .equals(List.copyOf(files.keySet()))) {
      throw refused("it lists the files %s, but there are %s"
          .formatted(listed.stream().map(FileEntry::name).sorted().toList(), files.keySet()));
    }
    for (FileEntry entry : listed) {
      byte[] content = files.get(entry.name());
      if (content == null || !sha256(content).equals(entry.sha256())) {
        throw refused("file %s was changed: its SHA-256 is not %s…"
            .formatted(entry.name(), entry.sha256().substring(0, 12)));
      }
    }
  }

  private static Provenance provenance(ModelManifest.Provenance given) {
    return new Provenance(
        require("provenance.tool", given.tool()),
        require("provenance.toolVersion", given.toolVersion()),
        Optional.ofNullable(given.gitCommit()));
  }

  private static Optional<VersionId> parse(String key, @Nullable String id) {
    try {
      return Optional.ofNullable(id).map(VersionId::new);
    } catch (IllegalArgumentException e) {
      throw refused(key + ": " + e.getMessage());
    }
  }

  private static <T> T require(String key, @Nullable T value) {
    if (value == null) {
      throw refused(key + " is null");
    }
    return value;
  }

  private static RefusedImport refused(String why) {
    return new RefusedImport(Kind.REFUSED, MANIFEST + ": " + why);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static String printable(String text) {
    String clean = text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    return clean.length() <= 80 ? clean : clean.substring(0, 80) + "…";
  }
}

package io.adaptivelb.models;

import io.adaptivelb.features.FeatureDefinition;
import io.adaptivelb.features.FeatureSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages of small models, good and bad. */
public final class Packages {
  private Packages() {}

  /** A good one; another number is another model. */
  public static byte[] good(int number) {
    return zip(files(number));
  }

  /** The files of a good one. */
  public static Map<String, byte[]> files(int number) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("manifest.json", bytes(manifest(number)));
    files.put("demand.json", tree());
    return files;
  }

  /** The manifest of a good one. */
  public static String manifest(int number) {
    return """
        {"created":"2026-11-23T09:%02d:00Z",
         "featureSchema":"%s",
         "data":{"from":"2026-10-01T00:00:00Z","to":"2026-11-01T00:00:00Z","rows":1000,"source":"simulator"},
         "metrics":{"auc":0.91,"mae":0.125,"demand.checkout.mae":%d},
         "provenance":{"tool":"xgboost (Python)","toolVersion":"3.0.4"},
         "heads":[{"name":"failure","target":"probability","file":"demand.json"}]}""".formatted(number % 60, FeatureSchema.CURRENT.id(), number);
  }

  /** A good one with other files instead, or none where they are empty. */
  public static byte[] with(String name, String content) {
    Map<String, byte[]> files = files(1);
    if (content.isEmpty()) {
      files.remove(name);
    } else {
      files.put(name, bytes(content));
    }
    return zip(files);
  }

  /** A good one whose manifest has a text replaced. */
  public static byte[] manifestWith(String text, String replacement) {
    String manifest = manifest(1);
    if (!manifest.contains(text)) {
      throw new IllegalArgumentException(text + " is not in " + manifest);
    }
    return with("manifest.json", manifest.replace(text, replacement));
  }

  /** A zip file. */
  public static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Writes a good one to a folder. */
  public static Path folder(Path folder, int number) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files(number).entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  /** A head in XGBoost's JSON, of the features in force: one split, beyond which failures are likelier. */
  public static byte[] tree() {
    FeatureSchema schema = FeatureSchema.CURRENT;
    try (InputStream in = Packages.class.getResourceAsStream("stump.json")) {
      if (in == null) {
        throw new IllegalStateException("stump.json is missing from the class path");
      }
      return bytes(new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("FEATURES", String.valueOf(schema.size()))
          .replace("\"ERROR_RATIO\"", String.valueOf(schema.index("error_ratio").orElseThrow()))
          .replace(
              "NAMES",
              schema.definitions().stream()
                  .map(FeatureDefinition::name)
                  .collect(Collectors.joining("\",\""))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text's bytes. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

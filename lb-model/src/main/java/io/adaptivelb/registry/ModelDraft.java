package io.adaptivelb.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model before it is a version: what the trainer or an import brings. Its files are not copied and must not be changed
 * while it is being put. The components are those of the {@link Manifest}, whose rules are applied when it is put.
 *
 * @param created when it was made
 * @param featureSchema the features that it wants
 * @param data what it was trained on
 * @param parameters of the training
 * @param metrics from its evaluation
 * @param seeds of all randomness
 * @param provenance what made it
 * @param heads what it predicts
 * @param files its content, by name
 * @param parent the version that it was derived from or compared with
 */
public record ModelDraft(
    Instant created,
    String featureSchema,
    DataRange data,
    Map<String, String> parameters,
    Map<String, Double> metrics,
    List<Long> seeds,
    Provenance provenance,
    List<Head> heads,
    Map<String, byte[]> files,
    Optional<VersionId> parent) {
  private static final VersionId UNNAMED = new VersionId("unnamed");

  /**
   * The version that it becomes.
   *
   * @throws IllegalArgumentException naming what breaks a manifest's rules
   */
  ModelContent toContent() {
    SortedMap<String, byte[]> sorted = new TreeMap<>(files);
    List<FileEntry> entries = sorted.entrySet().stream()
        .map(file ->
            new FileEntry(file.getKey(), file.getValue().length, Checksums.sha256(file.getValue())))
        .toList();
    Manifest unnamed = new Manifest(
        Manifest.FORMAT,
        UNNAMED,
        created,
        featureSchema,
        data,
        parameters,
        metrics,
        seeds,
        provenance,
        heads,
        entries,
        parent);
    String fingerprint = Checksums.sha256(ManifestJson.write(unnamed));
    return new ModelContent(unnamed.named(VersionId.of(created, fingerprint)), sorted);
  }
}

package io.adaptivelb.api;

import io.adaptivelb.registry.DataRange;
import io.adaptivelb.registry.FileEntry;
import io.adaptivelb.registry.Head;
import io.adaptivelb.registry.Manifest;
import io.adaptivelb.registry.VersionId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of itself, key by key as in {@code manifest.json}, so that what the server shows can be imported again.
 * Where it comes with a model that is imported, whatever may be absent may be left out.
 *
 * @param format of the document; 1
 * @param version its name, which the registry gives
 * @param created when it was made
 * @param featureSchema the features that it wants
 * @param data what it was trained on
 * @param parameters of the training, by name
 * @param metrics from its evaluation, by name
 * @param seeds of all randomness
 * @param provenance what made it
 * @param heads what it predicts
 * @param files its content, with sizes and checksums
 * @param parent the version that it was derived from or compared with
 */
public record ModelManifest(
    @Nullable Integer format,
    @Nullable String version,
    Instant created,
    String featureSchema,
    DataRange data,
    Map<String, String> parameters,
    Map<String, Double> metrics,
    List<Long> seeds,
    Provenance provenance,
    List<Head> heads,
    @Nullable List<FileEntry> files,
    @Nullable String parent) {
  /** Copies the collections; the maps are in the order of their keys. */
  public ModelManifest {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    seeds = List.copyOf(seeds);
    heads = List.copyOf(heads);
    files = files == null ? null : List.copyOf(files);
  }

  /** The document of a manifest. */
  public static ModelManifest of(Manifest manifest) {
    return new ModelManifest(
        manifest.format(),
        manifest.version().value(),
        manifest.created(),
        manifest.featureSchema(),
        manifest.data(),
        manifest.parameters(),
        manifest.metrics(),
        manifest.seeds(),
        new Provenance(
            manifest.provenance().tool(),
            manifest.provenance().toolVersion(),
            manifest.provenance().gitCommit().orElse(null)),
        manifest.heads(),
        manifest.files(),
        manifest.parent().map(VersionId::value).orElse(null));
  }

  /**
   * What made a model.
   *
   * @param tool the program
   * @param toolVersion its version
   * @param gitCommit of the source it was built from
   */
  public record Provenance(
      String tool, String toolVersion, @Nullable String gitCommit) {}
}

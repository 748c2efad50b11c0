package io.adaptivelb.registry;

import static io.adaptivelb.domain.Ranges.requireInRange;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything about a version but its content: {@code manifest.json}. Immutable.
 *
 * @param format of this document; {@value #FORMAT}
 * @param version its name
 * @param created when it was made, as the trainer says
 * @param featureSchema the id of the features that it wants ({@link io.adaptivelb.features.FeatureSchema#id})
 * @param data what it was trained on
 * @param parameters of the training, in the order of their names
 * @param metrics from its evaluation, finite, in the order of their names
 * @param seeds of all randomness
 * @param provenance what made it
 * @param heads what it predicts; at least one, with unique names
 * @param files its content; at least one, with unique names
 * @param parent the version that it was derived from or compared with
 */
public record Manifest(
    int format,
    VersionId version,
    Instant created,
    String featureSchema,
    DataRange data,
    Map<String, String> parameters,
    Map<String, Double> metrics,
    List<Long> seeds,
    Provenance provenance,
    List<Head> heads,
    List<FileEntry> files,
    Optional<VersionId> parent) {
  /** The format that this program writes and reads. */
  public static final int FORMAT = 1;

  /** The manifest's own file name. */
  static final String FILE = "manifest.json";

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
  private static final int MAX_LIST = 1_000;
  private static final int MAX_VALUE = 2_000;

  /** Copies; throws {@link IllegalArgumentException} naming what breaks the rules above. */
  public Manifest {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "manifest format %d; this program reads format %d".formatted(format, FORMAT));
    }
    if (created.isBefore(EARLIEST) || created.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          "created %s is not in %s…%s".formatted(created, EARLIEST, LATEST));
    }
    Rules.requireText("featureSchema", featureSchema, 100);
    parameters = Rules.requireEntries("parameters", parameters);
    parameters.forEach((name, value) -> {
      if (value.length() > MAX_VALUE) {
        throw new IllegalArgumentException("parameter %s has %d characters; at most %d are allowed"
            .formatted(Rules.quote(name), value.length(), MAX_VALUE));
      }
    });
    metrics = Rules.requireEntries("metrics", metrics);
    metrics.forEach((name, value) ->
        requireInRange("metric " + Rules.quote(name), value, -Double.MAX_VALUE, Double.MAX_VALUE));
    requireInRange("number of seeds", seeds.size(), 0, MAX_LIST);
    seeds = List.copyOf(seeds);
    requireInRange("number of heads", heads.size(), 1, MAX_LIST);
    heads = List.copyOf(heads);
    requireInRange("number of files", files.size(), 1, MAX_LIST);
    files = List.copyOf(files);
    requireConsistent(heads, files);
  }

  private static void requireConsistent(List<Head> heads, List<FileEntry> files) {
    Set<String> names = new HashSet<>();
    for (FileEntry file : files) {
      if (!names.add(file.name())) {
        throw new IllegalArgumentException("file \"%s\" is listed twice".formatted(file.name()));
      }
    }
    Set<String> headNames = new HashSet<>();
    for (Head head : heads) {
      if (!headNames.add(head.name())) {
        throw new IllegalArgumentException(
            "head %s is listed twice".formatted(Rules.quote(head.name())));
      }
      if (!names.contains(head.file())) {
        throw new IllegalArgumentException("head %s is in file \"%s\", which is not listed"
            .formatted(Rules.quote(head.name()), head.file()));
      }
    }
  }

  Manifest named(VersionId name) {
    return new Manifest(
        format,
        name,
        created,
        featureSchema,
        data,
        parameters,
        metrics,
        seeds,
        provenance,
        heads,
        files,
        parent);
  }
}

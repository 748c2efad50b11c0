package io.adaptivelb.prediction;

import io.adaptivelb.features.FeatureDefinition;
import io.adaptivelb.features.FeatureSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model was shown when it was trained: {@value #FILE} of a version, a range a feature. Immutable.
 *
 * @param ranges one a feature, in the order of the schema
 */
public record FeatureRanges(List<Range> ranges) {
  /** The name of the file. */
  public static final String FILE = "features.json";

  /** Which quantiles a range has, in this order. */
  public static final List<Double> LEVELS = List.of(0.001, 0.01, 0.5, 0.99, 0.999);

  private static final int FORMAT = 1;
  private static final VersionDocument<Document> DOCUMENT =
      new VersionDocument<>(FILE, Document.class, Document::format, FORMAT, 1 << 18);

  /** What stands in the file. */
  private record Document(int format, Map<String, Range> features) {}

  /**
   * What was seen of one feature.
   *
   * @param missing share of the rows without it, 0…1
   * @param quantiles of the others, at {@link #LEVELS}, never falling; empty when there are no others
   */
  public record Range(double missing, List<Float> quantiles) {
    /** Throws {@link IllegalArgumentException} naming what breaks the rules above. */
    public Range {
      if (!(missing >= 0 && missing <= 1)) {
        throw new IllegalArgumentException(
            "share missing is %s; it must be in 0…1".formatted(missing));
      }
      quantiles = List.copyOf(quantiles);
      int wanted = missing < 1 ? LEVELS.size() : 0;
      if (quantiles.size() != wanted) {
        throw new IllegalArgumentException("%d quantiles with %s of the rows missing; it must be %d"
            .formatted(quantiles.size(), missing, wanted));
      }
      for (int i = 0; i < quantiles.size(); i++) {
        if (!Float.isFinite(quantiles.get(i))) {
          throw new IllegalArgumentException(
              "quantile %s is no number".formatted(quantiles.get(i)));
        }
        if (i > 0 && quantiles.get(i) < quantiles.get(i - 1)) {
          throw new IllegalArgumentException(
              "quantiles fall from %s to %s".formatted(quantiles.get(i - 1), quantiles.get(i)));
        }
      }
    }
  }

  /**
   * Copies.
   *
   * @throws IllegalArgumentException when there is another number of features than in the schema in force
   */
  public FeatureRanges {
    ranges = List.copyOf(ranges);
    if (ranges.size() != FeatureSchema.CURRENT.size()) {
      throw new IllegalArgumentException("%d ranges; feature schema %s has %d features"
          .formatted(ranges.size(), FeatureSchema.CURRENT.id(), FeatureSchema.CURRENT.size()));
    }
  }

  /** As JSON; the same ranges give the same bytes. */
  public byte[] write() {
    Map<String, Range> features = new LinkedHashMap<>();
    for (int i = 0; i < ranges.size(); i++) {
      features.put(names().get(i), ranges.get(i));
    }
    return DOCUMENT.write(new Document(FORMAT, features));
  }

  /**
   * Reads {@value #FILE}, on which nothing is taken on trust.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static FeatureRanges read(byte[] json) {
    return DOCUMENT.read(json, document -> of(document.features()));
  }

  private static FeatureRanges of(Map<String, Range> features) {
    Set<String> unknown = new LinkedHashSet<>(features.keySet());
    List<Range> ranges = new ArrayList<>();
    for (String name : names()) {
      Range range = features.get(name);
      if (range == null) {
        throw new IllegalArgumentException("feature '%s' is missing".formatted(name));
      }
      ranges.add(range);
      unknown.remove(name);
    }
    if (!unknown.isEmpty()) {
      String first = unknown.iterator().next();
      throw new IllegalArgumentException("feature schema %s has no feature '%s'"
          .formatted(
              FeatureSchema.CURRENT.id(),
              first.length() > 40 ? first.substring(0, 40) + "…" : first));
    }
    return new FeatureRanges(ranges);
  }

  private static List<String> names() {
    return FeatureSchema.CURRENT.definitions().stream()
        .map(FeatureDefinition::name)
        .toList();
  }
}

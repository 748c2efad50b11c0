package io.adaptivelb.dataset;

import io.adaptivelb.features.FeatureDefinition;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.zip.CRC32C;

/**
 * Columns in order, each with its definition and the code that computes it side by side. Immutable.
 *
 * @param <M> a moment that a row is computed of
 */
public final class ColumnSchema<M> {
  private final List<Column<M>> columns;
  private final String id;

  /**
   * A column.
   *
   * @param definition what it means
   * @param value computes it; NaN where it is missing
   * @param <M> the moment
   */
  public record Column<M>(FeatureDefinition definition, ToDoubleFunction<M> value) {
    /** A column from the words of its definition. */
    public static <M> Column<M> of(
        String name,
        String unit,
        String window,
        String definition,
        String missing,
        ToDoubleFunction<M> value) {
      return new Column<>(new FeatureDefinition(name, unit, window, definition, missing), value);
    }
  }

  /**
   * A schema.
   *
   * @param name what its id begins with, version included: whoever changes how a column is computed without changing the words of its
   *     definition raises it
   * @param columns in order, names different
   */
  public ColumnSchema(String name, List<Column<M>> columns) {
    this.columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    for (Column<M> column : columns) {
      if (!names.add(column.definition().name())) {
        throw new IllegalArgumentException(
            "%s: column %s is there twice".formatted(name, column.definition().name()));
      }
    }
    CRC32C crc = new CRC32C();
    crc.update(definitions().toString().getBytes(StandardCharsets.UTF_8));
    this.id = "%s-%s".formatted(name, HexFormat.of().toHexDigits((int) crc.getValue()));
  }

  /** Name, version and fingerprint of the definitions. */
  public String id() {
    return id;
  }

  /** How many columns there are. */
  public int size() {
    return columns.size();
  }

  /** What the columns mean, in order. */
  public List<FeatureDefinition> definitions() {
    return columns.stream().map(Column::definition).toList();
  }

  /** The names of the columns, in order. */
  public List<String> names() {
    return columns.stream().map(column -> column.definition().name()).toList();
  }

  /** Computes a row. */
  public float[] row(M moment) {
    float[] row = new float[columns.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) columns.get(i).value().applyAsDouble(moment);
    }
    return row;
  }
}

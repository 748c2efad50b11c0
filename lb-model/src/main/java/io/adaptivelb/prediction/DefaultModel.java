package io.adaptivelb.prediction;

import io.adaptivelb.registry.ModelContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;

/**
 * The model that comes along, so that a server has one before it has seen anything: trained on simulated services that resemble
 * none in particular. {@code config/train-default} builds it.
 */
public final class DefaultModel {
  private static final String FOLDER = "default-model/";
  private static final String MANIFEST = FOLDER + "manifest.json";

  private DefaultModel() {}

  /**
   * Loads it; empty where none came along.
   *
   * @throws IllegalArgumentException when it is not what its manifest says, or does not fit the features in force
   */
  public static Optional<ScoringModel> load() {
    return content().map(new ModelValidator()::load);
  }

  /**
   * Its files; empty where none came along.
   *
   * @throws IllegalArgumentException when it is not what its manifest says
   */
  public static Optional<ModelContent> content() {
    return DefaultModel.class.getResource(MANIFEST) == null
        ? Optional.empty()
        : Optional.of(ModelContent.parse(read(MANIFEST), name -> read(FOLDER + name)));
  }

  private static byte[] read(String name) {
    try (InputStream in =
        Objects.requireNonNull(DefaultModel.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

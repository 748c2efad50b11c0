package io.adaptivelb.simulator.league;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Results as JSON, so that reports can be made again without playing. */
public final class ResultsFile {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private ResultsFile() {}

  /** As text. */
  public static String write(Results results) {
    try {
      return MAPPER.writeValueAsString(results) + "\n";
    } catch (JacksonException e) {
      throw new IllegalStateException("results are plain records", e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws UserError naming the file and what is wrong with it
   */
  public static Results read(Path file) {
    try {
      return Optional.ofNullable(MAPPER.readValue(Files.readAllBytes(file), Results.class))
          .orElseThrow(() -> new UserError(
              "%s is null; it must be a file that lb league --json wrote".formatted(file)));
    } catch (JacksonException e) {
      String place = e.getLocation() == null
          ? ""
          : ", line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new UserError(
          "%s is no file that lb league --json wrote%s: %s"
              .formatted(file, place, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new UserError("cannot read %s: %s".formatted(file, e), e);
    }
  }
}

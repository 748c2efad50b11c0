package io.adaptivelb.simulator.scenario;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.settings.Nearest;
import io.adaptivelb.settings.SettingsReader;
import io.adaptivelb.settings.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds and reads scenarios: those that come along, by name, and files that a user wrote. */
public final class ScenarioFile {
  private static final String FOLDER = "/scenarios/";

  private ScenarioFile() {}

  /** The groups of the scenarios that come along, in the order of the league; the first is that of its means. */
  public static List<String> groups() {
    return index().map(line -> line.substring(0, line.indexOf(':'))).toList();
  }

  /** The names in a group; empty when there is no such group. */
  public static List<String> names(String group) {
    String start = group + ": ";
    return index()
        .filter(line -> line.startsWith(start))
        .flatMap(line -> Arrays.stream(line.substring(start.length()).split(" ")))
        .toList();
  }

  /** The names of all scenarios that come along. */
  public static List<String> names() {
    return groups().stream().flatMap(group -> names(group).stream()).toList();
  }

  private static Stream<String> index() {
    return new String(resource("index.txt").orElseThrow(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"));
  }

  /**
   * Reads a scenario.
   *
   * @param nameOrFile a name that comes along, or a path
   * @throws UserError naming what is wrong, and where
   */
  public static Scenario read(String nameOrFile) {
    Optional<byte[]> own =
        nameOrFile.matches("[A-Za-z0-9-]+") ? resource(nameOrFile + ".yaml") : Optional.empty();
    if (own.isPresent()) {
      return parse(nameOrFile + ".yaml", own.get(), bundledFolder());
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      String hint =
          Nearest.to(nameOrFile, names()).map(" (did you mean %s?)"::formatted).orElse("");
      throw new UserError("there is neither a scenario nor a file \"%s\"%s; scenarios: %s"
          .formatted(nameOrFile, hint, String.join(" ", names())));
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(4 * YamlDocument.MAX_CHARACTERS + 1);
      Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
      return parse(file.toString(), bytes, folder);
    } catch (IOException e) {
      throw new UserError("cannot read %s: %s".formatted(file, e), e);
    }
  }

  private static Scenario parse(String name, byte[] bytes, Path folder) {
    YamlDocument document = YamlDocument.parse(name, bytes);
    Scenario scenario = new SettingsReader().read(document, "", document.root(), Scenario.DEFAULTS);
    try {
      scenario.requirePlayable();
    } catch (IllegalArgumentException e) {
      throw new UserError("%s: %s".formatted(document.place("load"), e.getMessage()), e);
    }
    return scenario.resolved(folder);
  }

  /** Where the files stand that bundled scenarios name: a folder of classes, or one within our jar. */
  private static Path bundledFolder() {
    try {
      URI index = Objects.requireNonNull(ScenarioFile.class.getResource(FOLDER + "index.txt"))
          .toURI();
      if (index.getScheme().equals("jar")) {
        // Stays open: a scenario reads its files when it is played.
        synchronized (ScenarioFile.class) {
          try {
            FileSystems.newFileSystem(index, Map.of());
          } catch (FileSystemAlreadyExistsException e) {
            // By an earlier scenario.
          }
        }
      }
      return Objects.requireNonNull(Path.of(index).getParent());
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException("cannot find the bundled scenarios' folder", e);
    }
  }

  private static Optional<byte[]> resource(String name) {
    try (InputStream in = ScenarioFile.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bundled scenario " + name, e);
    }
  }
}

package io.adaptivelb.envoy;

import io.adaptivelb.cli.UserError;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An Envoy that can be started.
 *
 * <p>Looked for in this order: the environment variable {@code ENVOY}; {@code .tools/envoy-VERSION/envoy} in a folder
 * above the working directory or above our own classes, the newest version first (that is where {@code
 * config/tools/install envoy} puts it, unless {@code LB_TOOLS} names another folder); {@code envoy} on the {@code PATH}.
 *
 * @param path an executable file
 */
public record EnvoyBinary(Path path) {
  private static final String INSTALLED_PREFIX = "envoy-";

  /** Throws {@link IllegalArgumentException} when {@code path} is not an executable file. */
  public EnvoyBinary {
    if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
      throw new IllegalArgumentException("%s is not a program".formatted(path));
    }
  }

  /**
   * The Envoy of this machine, if there is one.
   *
   * @throws UserError when {@code ENVOY} names something that is not a program
   */
  public static Optional<EnvoyBinary> find() {
    return find(System.getenv(), startingPoints());
  }

  /**
   * The Envoy of this machine.
   *
   * @throws UserError when there is none, saying how to get one
   */
  public static EnvoyBinary require() {
    return find()
        .orElseThrow(() -> new UserError("there is no Envoy here; install the pinned one"
            + " with config/tools/install envoy, or name your own with ENVOY=/path/to/envoy"));
  }

  static Optional<EnvoyBinary> find(Map<String, String> environment, List<Path> startingPoints) {
    String named = environment.getOrDefault("ENVOY", "");
    if (!named.isEmpty()) {
      try {
        return Optional.of(new EnvoyBinary(Path.of(named)));
      } catch (IllegalArgumentException e) {
        throw new UserError(
            "ENVOY names %s, which is not a program; correct or unset it".formatted(named), e);
      }
    }
    String chosen = environment.getOrDefault("LB_TOOLS", "");
    Stream<Path> folders = chosen.isEmpty()
        ? startingPoints.stream()
            .flatMap(EnvoyBinary::upwards)
            .map(folder -> folder.resolve(".tools"))
        : Stream.of(Path.of(chosen));
    return folders
        .flatMap(tools -> installed(tools).stream())
        .findFirst()
        .or(() -> onPath(environment.getOrDefault("PATH", "")))
        .map(EnvoyBinary::new);
  }

  private static List<Path> startingPoints() {
    List<Path> points = new ArrayList<>();
    points.add(Path.of("").toAbsolutePath());
    CodeSource source = EnvoyBinary.class.getProtectionDomain().getCodeSource();
    if (source != null) {
      try {
        points.add(Path.of(source.getLocation().toURI()));
      } catch (URISyntaxException | IllegalArgumentException e) {
        // Not loaded from a file: the working directory has to do.
        return points;
      }
    }
    return points;
  }

  private static Stream<Path> upwards(Path start) {
    return Stream.<@Nullable Path>iterate(
            start, folder -> folder != null, folder -> folder == null ? null : folder.getParent())
        .map(folder -> folder == null ? start : folder);
  }

  private static Optional<Path> installed(Path tools) {
    if (!Files.isDirectory(tools)) {
      return Optional.empty();
    }
    try (Stream<Path> children = Files.list(tools)) {
      return children
          .filter(child -> child.getFileName().toString().startsWith(INSTALLED_PREFIX))
          .filter(child -> isProgram(child.resolve("envoy")))
          .max(Comparator.comparing(child -> Version.parse(child.getFileName().toString())))
          .map(child -> child.resolve("envoy"));
    } catch (IOException e) {
      // A folder that cannot be read holds no Envoy for us.
      return Optional.empty();
    }
  }

  private static Optional<Path> onPath(String path) {
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "envoy"))
        .filter(EnvoyBinary::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private record Version(List<Integer> parts) implements Comparable<Version> {
    static Version parse(String folder) {
      return new Version(Stream.of(folder.substring(INSTALLED_PREFIX.length()).split("[^0-9]+", -1))
          .map(part -> part.isEmpty() || part.length() > 8 ? 0 : Integer.parseInt(part))
          .toList());
    }

    @Override
    public int compareTo(Version other) {
      for (int i = 0; i < Math.min(parts.size(), other.parts.size()); i++) {
        int order = parts.get(i).compareTo(other.parts.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(parts.size(), other.parts.size());
    }
  }
}

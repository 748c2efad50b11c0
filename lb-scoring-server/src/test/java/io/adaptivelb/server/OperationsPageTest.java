package io.adaptivelb.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.weights.Rail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/operations.md} against the code: no metric and no rail is missing, none is made up. */
class OperationsPageTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern REGISTERED = Pattern.compile("\"(adaptivelb\\.[a-z.]+)\"");
  private static final Pattern DESCRIBED = Pattern.compile("`(adaptivelb_[a-z_]+)`");
  private static final Pattern UNIT = Pattern.compile("_(total|seconds|bytes)$");
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([a-z_`, ]+)` \\|");

  private final String page = read(ROOT.resolve("docs/operations.md"));

  @Test
  void metrics_areThoseThatTheCodeRegisters() throws IOException {
    Set<String> described = DESCRIBED
        .matcher(page)
        .results()
        .map(match -> UNIT.matcher(match.group(1)).replaceFirst(""))
        .collect(Collectors.toCollection(TreeSet::new));

    assertThat(described).isEqualTo(registered());
  }

  @Test
  void rails_areThoseOfTheHeart() {
    Set<String> cells = FIRST_CELL
        .matcher(page)
        .results()
        .map(MatchResult::group)
        .flatMap(cell -> Arrays.stream(cell.split("[^a-z_]+")))
        .collect(Collectors.toCollection(TreeSet::new));

    assertThat(cells)
        .containsAll(Arrays.stream(Rail.values())
            .map(rail -> rail.name().toLowerCase(Locale.ROOT))
            .toList());
  }

  private static Set<String> registered() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path module : modules()) {
      try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .flatMap(file -> REGISTERED.matcher(read(file)).results())
            .forEach(match -> names.add(match.group(1).replace('.', '_')));
      }
    }
    return names;
  }

  private static Set<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders
          .filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }
}

package io.adaptivelb.learner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Python with its XGBoost, installed by the project's own script where there is none yet. */
public final class InstalledPython {
  private InstalledPython() {}

  /**
   * Runs a script of {@code training/python}.
   *
   * @return what it printed
   * @throws IllegalStateException with what it printed, when it fails
   */
  public static synchronized String run(String script, Object... arguments) {
    Path root = root();
    List<String> command = new ArrayList<>(
        List.of("python3", root.resolve("training/python/" + script).toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PYTHONPATH", packages(root).toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return output(builder);
  }

  /** The root of the repository. */
  public static Path root() {
    String given = System.getProperty("lb.root", "");
    return given.isEmpty() ? Path.of("..").toAbsolutePath().normalize() : Path.of(given);
  }

  private static Path packages(Path root) {
    output(new ProcessBuilder(root.resolve("config/tools/install").toString(), "xgboost"));
    String version;
    try {
      version = Files.readString(root.resolve("config/tools/xgboost.txt"))
          .lines()
          .filter(line -> line.startsWith("xgboost-cpu=="))
          .map(line -> line.substring("xgboost-cpu==".length()).strip())
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    String tools =
        System.getenv().getOrDefault("LB_TOOLS", root.resolve(".tools").toString());
    return Path.of(tools, "xgboost-" + version);
  }

  private static String output(ProcessBuilder builder) {
    try {
      Process process = builder.redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
      return output;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

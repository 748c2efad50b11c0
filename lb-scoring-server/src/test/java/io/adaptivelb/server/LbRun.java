package io.adaptivelb.server;

import io.adaptivelb.cli.Lb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * {@code lb} as a process of its own, from its beginning to its end.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record LbRun(int code, String out, String err) {
  private static final long TIMEOUT_SECONDS = 120;

  /** Runs a command. */
  static LbRun of(String... arguments) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(arguments)).start();
    try {
      CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process, true));
      CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process, false));
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end: lb " + String.join(" ", arguments));
      }
      return new LbRun(process.exitValue(), out.join(), err.join());
    } finally {
      process.destroyForcibly();
    }
  }

  /** What starts a JVM of this class path with a command. */
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Lb.class.getName()));
    Collections.addAll(command, arguments);
    return command;
  }

  private static String text(Process process, boolean output) {
    try (var stream = output ? process.getInputStream() : process.getErrorStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(cut off: %s)".formatted(e.getMessage());
    }
  }
}

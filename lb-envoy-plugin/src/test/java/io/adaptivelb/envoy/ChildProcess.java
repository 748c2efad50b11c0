package io.adaptivelb.envoy;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program in a process of its own, with the test's class path. */
public final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final Path log;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts {@code main} and waits until it prints {@code ready}. */
  public static ChildProcess start(Class<?> main, Path log, String ready, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName()));
    command.addAll(List.of(arguments));
    Files.deleteIfExists(log);
    ChildProcess child = new ChildProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start(),
        log);
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(() -> {
      if (!child.process.isAlive()) {
        throw new IllegalStateException(main.getSimpleName() + " ended:\n" + child.log());
      }
      return child.log().contains(ready);
    });
    return child;
  }

  /** {@code kill -INT}, as Ctrl-C does. */
  public void interrupt() throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
    if (code != 0) {
      throw new IOException("kill -INT %d ended with code %d".formatted(process.pid(), code));
    }
  }

  /** Waits for its end. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("it still runs:\n" + log());
    }
    return process.exitValue();
  }

  /** The processes that it started, and those that these did. */
  public List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
  }

  /** What it printed so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

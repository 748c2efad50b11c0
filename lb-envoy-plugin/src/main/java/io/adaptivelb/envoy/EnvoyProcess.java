package io.adaptivelb.envoy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A running Envoy of our own, for the demo and the tests. Thread-safe.
 *
 * <p>Give its admin interface and its listeners port 0 and ask for the real ones ({@link #admin}, {@link
 * EnvoyAdmin#listener}); switch {@code enable_reuse_port} off on every listener, or two Envoys on one port share its
 * connections in silence.
 */
public final class EnvoyProcess implements AutoCloseable {
  /**
   * Why a shell stands between us and Envoy. First, the binary asks the kernel for SIGTERM when the thread that
   * started it ends; the shell has one thread, which lives as long as Envoy should. Second, if we are killed ourselves,
   * the pipe to the shell breaks and the shell ends Envoy, so that nothing is left behind.
   */
  private static final String SHELL = """
      exec 3<&0
      "$@" </dev/null 3<&- &
      envoy=$!
      (read -r _ <&3; kill "$envoy") 2>/dev/null &
      watcher=$!
      exec 3<&-
      trap 'kill "$envoy" 2>/dev/null' TERM INT
      wait "$envoy"
      wait "$envoy"
      code=$?
      kill "$watcher" 2>/dev/null
      exit "$code"
      """;

  private static final Duration PATIENCE_AT_END = Duration.ofSeconds(5);
  private static final int LOG_TAIL_LINES = 15;

  private final Path folder;
  private final Process shell;
  private final OutputStream lifeline;
  private final EnvoyAdmin admin;

  private EnvoyProcess(Path folder, Process shell, EnvoyAdmin admin) {
    this.folder = folder;
    this.shell = shell;
    this.lifeline = shell.getOutputStream();
    this.admin = admin;
  }

  /**
   * How to run it.
   *
   * @param concurrency worker threads
   * @param logLevel Envoy's own names: {@code warning}, {@code info}, {@code debug} …
   * @param patience how long it may take to be ready; Envoy is ready once every cluster had its first answer or ran
   *     into its {@code initial_fetch_timeout}
   */
  public record Options(int concurrency, String logLevel, Duration patience) {
    /** Two workers, warnings, 20 s. */
    public static final Options DEFAULT = new Options(2, "warning", Duration.ofSeconds(20));
  }

  /** Starts with {@link Options#DEFAULT}. */
  public static EnvoyProcess start(EnvoyBinary binary, String bootstrap) throws IOException {
    return start(binary, bootstrap, Options.DEFAULT);
  }

  /**
   * Starts an Envoy and waits until it is ready.
   *
   * @param bootstrap the configuration, as YAML, with an {@code admin} section
   * @throws IOException when it ends early or is not ready in time; the message ends with its last log lines
   */
  public static EnvoyProcess start(EnvoyBinary binary, String bootstrap, Options options)
      throws IOException {
    Path folder = Files.createTempDirectory("lb-envoy-");
    Path config = Files.writeString(folder.resolve("bootstrap.yaml"), bootstrap);
    Path adminAddress = folder.resolve("admin-address");
    List<String> command = new ArrayList<>(List.of("sh", "-c", SHELL, "envoy-shell"));
    command.addAll(List.of(
        binary.path().toString(),
        "--config-path",
        config.toString(),
        "--admin-address-path",
        adminAddress.toString(),
        "--use-dynamic-base-id",
        "--concurrency",
        Integer.toString(options.concurrency()),
        "--log-level",
        options.logLevel()));
    Process shell = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
    try {
      return awaitReady(folder, shell, adminAddress, options.patience());
    } catch (IOException | RuntimeException e) {
      stop(shell);
      delete(folder);
      throw e;
    }
  }

  private static EnvoyProcess awaitReady(
      Path folder, Process shell, Path adminAddress, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      if (Files.exists(adminAddress)) {
        String address = Files.readString(adminAddress).strip();
        int colon = address.lastIndexOf(':');
        if (colon > 0) {
          EnvoyAdmin admin = new EnvoyAdmin(new InetSocketAddress(
              address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
          if (admin.isReady()) {
            return new EnvoyProcess(folder, shell, admin);
          }
        }
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("Envoy was not ready within %s; its log ends with:%n%s"
            .formatted(patience, logTail(folder)));
      }
      try {
        if (shell.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw new IOException("Envoy ended with code %d; its log ends with:%n%s"
              .formatted(shell.exitValue(), logTail(folder)));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for Envoy", e);
      }
    }
  }

  /** Its admin interface. */
  public EnvoyAdmin admin() {
    return admin;
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return shell.isAlive();
  }

  /** Everything that it has logged. */
  public String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return "the log cannot be read: " + e.getMessage();
    }
  }

  /** The process of Envoy itself, to measure it. Empty once it has ended. */
  public Stream<ProcessHandle> handle() {
    return shell
        .children()
        .filter(child -> child.info().command().map(c -> !c.endsWith("sh")).orElse(false));
  }

  /** Ends it, at the latest after 5 s by force, and removes its files. */
  @Override
  public void close() {
    stop(shell);
    try {
      lifeline.close();
    } catch (IOException e) {
      // The shell is gone, and with it the other end of the pipe.
    }
    delete(folder);
  }

  private static void stop(Process shell) {
    List<ProcessHandle> children = shell.descendants().toList();
    shell.destroy();
    try {
      if (!shell.waitFor(PATIENCE_AT_END.toMillis(), TimeUnit.MILLISECONDS)) {
        children.forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
      }
    } catch (InterruptedException e) {
      children.forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String logTail(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("log"));
    return String.join(
        System.lineSeparator(),
        lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A left-over in the temporary folder harms nobody.
    }
  }
}

package io.adaptivelb.server;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code lb serve} as a process of its own. Closing it kills it. */
final class ServeProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  /** Starts it; the arguments come after {@code serve}. */
  ServeProcess(String... arguments) throws IOException {
    List<String> command = LbRun.command("serve");
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).start();
    readers = List.of(
        Thread.ofVirtual().start(() -> read(process.inputReader(), output)),
        Thread.ofVirtual().start(() -> read(process.errorReader(), errors)));
  }

  /** The port on a line of the banner, once it is there. */
  int port(String part) {
    Pattern line = Pattern.compile("\\s*%s\\s.*:(\\d+)\\b.*".formatted(part));
    return await()
        .atMost(START_TIMEOUT)
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("it ended: " + errors);
              }
              return output.stream()
                  .map(line::matcher)
                  .filter(Matcher::matches)
                  .findFirst()
                  .map(match -> Integer.parseInt(match.group(1)));
            },
            Optional::isPresent)
        .orElseThrow();
  }

  /** Ends it at once, as the kernel would for want of memory. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    exitCode();
  }

  /** Asks it to end. */
  void terminate() {
    // Not by the process itself, which would close the pipes with what is still in them.
    process.toHandle().destroy();
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end: " + errors);
    }
    for (Thread reader : readers) {
      reader.join();
    }
    return process.exitValue();
  }

  /** What it wrote on standard error. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  private static void read(BufferedReader reader, List<String> into) {
    try (reader) {
      reader.lines().forEach(into::add);
    } catch (IOException | UncheckedIOException e) {
      into.add("(cut off: %s)".formatted(e.getMessage()));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

package io.adaptivelb.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The commit that this program was built from, where it runs in its own repository. */
final class SourceCommit {
  private SourceCommit() {}

  /** Asks git; empty where there is no git, or no repository at the program's root. */
  static Optional<String> find() {
    String root = System.getProperty("lb.root", "");
    if (root.isEmpty()) {
      return Optional.empty();
    }
    try {
      Process git = new ProcessBuilder("git", "rev-parse", "--verify", "HEAD")
          .directory(Path.of(root).toFile())
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      String said =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return git.waitFor() == 0 && said.matches("[0-9a-f]{40,64}")
          ? Optional.of(said)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}

package io.adaptivelb.envoy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The Envoy that the tests run, installed by the project's own script where there is none yet. */
public final class InstalledEnvoy {
  private InstalledEnvoy() {}

  /** Finds or installs it. */
  public static synchronized EnvoyBinary get() {
    return EnvoyBinary.find().orElseGet(InstalledEnvoy::install);
  }

  private static EnvoyBinary install() {
    Path root = Path.of("").toAbsolutePath().getParent();
    try {
      Process installer = new ProcessBuilder(root + "/config/tools/install", "envoy")
          .redirectErrorStream(true)
          .start();
      String output = new String(installer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (installer.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return EnvoyBinary.require();
  }
}

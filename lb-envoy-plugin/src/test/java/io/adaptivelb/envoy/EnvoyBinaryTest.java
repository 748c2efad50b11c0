package io.adaptivelb.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvoyBinaryTest {
  @TempDir
  Path folder;

  @Test
  void find_named_winsOverInstalled() throws IOException {
    Path own = program(folder.resolve("own"));
    program(folder.resolve(".tools/envoy-1.40.0/envoy"));

    assertThat(EnvoyBinary.find(Map.of("ENVOY", own.toString()), List.of(folder)))
        .contains(new EnvoyBinary(own));
  }

  @Test
  void find_namedButNotThere_saysSo() {
    assertThatThrownBy(() -> EnvoyBinary.find(Map.of("ENVOY", "/no/envoy"), List.of(folder)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("/no/envoy");
  }

  @Test
  void find_namedButNotExecutable_saysSo() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "not a program");

    assertThatThrownBy(() -> EnvoyBinary.find(Map.of("ENVOY", text.toString()), List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("not a program");
  }

  @Test
  void find_severalInstalled_takesTheNewest() throws IOException {
    program(folder.resolve(".tools/envoy-1.9.2/envoy"));
    Path newest = program(folder.resolve(".tools/envoy-1.40.0/envoy"));
    program(folder.resolve(".tools/envoy-1.39.3/envoy"));
    Files.createDirectories(folder.resolve(".tools/envoy-2.0.0"));
    Path below = Files.createDirectories(folder.resolve("module/target"));

    assertThat(EnvoyBinary.find(Map.of(), List.of(below))).contains(new EnvoyBinary(newest));
  }

  @Test
  void find_anotherFolderForTools_isLookedIntoInsteadOfTheUsualOnes() throws IOException {
    program(folder.resolve(".tools/envoy-1.40.0/envoy"));
    Path other = program(folder.resolve("other/envoy-1.39.3/envoy"));
    Map<String, String> environment = Map.of("LB_TOOLS", folder.resolve("other").toString());

    assertThat(EnvoyBinary.find(environment, List.of(folder))).contains(new EnvoyBinary(other));
  }

  @Test
  void find_onPath() throws IOException {
    Path envoy = program(folder.resolve("bin/envoy"));

    assertThat(EnvoyBinary.find(Map.of("PATH", "/no/such::" + envoy.getParent()), List.of()))
        .contains(new EnvoyBinary(envoy));
  }

  @Test
  void find_nowhere_isEmpty() {
    assertThat(EnvoyBinary.find(Map.of(), List.of(folder))).isEmpty();
  }

  private static Path program(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/sh\n");
    assertThat(path.toFile().setExecutable(true)).isTrue();
    return path;
  }
}

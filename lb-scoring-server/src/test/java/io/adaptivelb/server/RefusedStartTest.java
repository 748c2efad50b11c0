package io.adaptivelb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.cli.UserError;
import io.adaptivelb.config.ServerConfiguration;
import io.adaptivelb.settings.YamlDocument;
import io.adaptivelb.store.FeatureStore;
import io.adaptivelb.store.StoreSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever keeps the server from starting: one line with the value and the rule, and nothing is left running. */
class RefusedStartTest {
  @TempDir
  private Path temp;

  @Test
  void adminPort_taken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertRefused(
          "admin: {port: %d}".formatted(port),
          "the admin API cannot listen on 127.0.0.1:" + port,
          "Address already in use");
    }
    assertStarts("admin: {port: 0}");
  }

  @Test
  void grpcPort_taken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertRefused(
          "grpc: {port: %d}".formatted(port), "gRPC cannot listen on 127.0.0.1:" + port, "in use");
    }
    assertStarts("");
  }

  @Test
  void bind_unknownHost() {
    assertRefused("admin: {port: 0, bind: no-such-host.invalid}", "no-such-host.invalid");
    assertRefused("grpc: {port: 0, bind: no-such-host.invalid}", "no-such-host.invalid");
  }

  @Test
  void store_inUse() {
    Path folder = data().resolve("telemetry");
    try (FeatureStore other = FeatureStore.open(folder, StoreSettings.DEFAULTS)) {
      assertThat(other.clusters()).isEmpty();
      assertRefused("", "feature store " + folder, "is in use");
    }
    assertStarts("");
  }

  @Test
  void store_cutOff_isRefusedWithoutSalvage_andSalvagedWithIt() throws IOException {
    Path folder = data().resolve("telemetry");
    assertStarts("");
    Path manifest = find(folder, "MANIFEST-");
    Files.write(manifest, new byte[] {1});
    assertRefused(
        "store: {salvage: false}",
        "feature store " + folder,
        "is damaged",
        "Open it with salvage on");
    assertStarts("store: {salvage: true}");
  }

  @Test
  void store_folderOfSomethingElse() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("photos"));
    Files.writeString(folder.resolve("cat.jpg"), "miaow");
    assertRefused(
        "store: {directory: %s}".formatted(folder), folder + " holds cat.jpg", "no feature store");
    assertThat(folder.resolve("cat.jpg")).hasContent("miaow");
  }

  @Test
  void auditLog_damaged() throws IOException {
    assertStarts("");
    Path log = find(data().resolve("overrides"), "audit-");
    Files.writeString(log, "{\"not\": \"ours\"}\n{}\n");
    assertRefused("", "audit file " + log, "line 1");
    assertThat(log).content().startsWith("{\"not\"");
  }

  @Test
  void dataDirectory_belowAFile() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertRefused(
        "dataDirectory: %s/data".formatted(file), "data directory " + file, "Not a directory");
    assertRefused("dataDirectory: %s".formatted(file), "data directory " + file, "is a file");
  }

  @Test
  void foldersInside_thatAreFiles() throws IOException {
    for (String name : List.of("weights", "overrides", "models", "telemetry")) {
      Path folder = Files.createDirectories(temp.resolve("with-" + name));
      Path file = Files.writeString(folder.resolve(name), "");
      assertRefused("dataDirectory: " + folder, file.toString());
      Files.delete(file);
      assertStarts("dataDirectory: " + folder);
    }
  }

  @Test
  void tokenFile_missing_openToOthers_orWeak() throws IOException {
    Path file = temp.resolve("tokens");
    String yaml = "auth: {tokenFile: %s}".formatted(file);
    assertRefused(yaml, "token file " + file, "is not there");
    Files.writeString(file, "a".repeat(40));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(yaml, file.toString(), "rw-r--r--", "chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "# ours\nshort\n");
    assertRefused(yaml, file.toString(), "line 2", "at least 16");
  }

  @Test
  void certificate_missingOrNone() throws IOException {
    Path certificate = temp.resolve("server.pem");
    Path key = temp.resolve("server.key");
    for (String section : List.of("admin", "grpc")) {
      String yaml =
          "%s: {port: 0, tls: {certificate: %s, key: %s}}".formatted(section, certificate, key);
      Files.deleteIfExists(certificate);
      assertRefused(yaml, certificate.toString(), "there is no such file");
      Files.writeString(certificate, "no certificate");
      assertRefused(yaml, certificate.toString(), "PEM certificates");
    }
    assertStarts("");
  }

  private void assertRefused(String yaml, String... parts) {
    assertThatThrownBy(() -> start(yaml).close())
        .isInstanceOf(UserError.class)
        .message()
        .contains(parts)
        .doesNotContain("\n")
        .doesNotContain("Exception");
  }

  /** Also shows that an attempt before, which failed, has let go of everything. */
  private void assertStarts(String yaml) {
    try (AdaptiveLbServer server = start(yaml)) {
      assertThat(server.grpcPort()).isPositive();
    }
  }

  private AdaptiveLbServer start(String yaml) {
    StringBuilder all = new StringBuilder(yaml).append('\n');
    if (!yaml.contains("dataDirectory:")) {
      all.append("dataDirectory: %s\n".formatted(data()));
    }
    if (!yaml.contains("grpc:")) {
      all.append("grpc: {port: 0, shutdownGrace: 0s}\n");
    }
    if (!yaml.contains("admin:")) {
      all.append("admin: {port: 0}\n");
    }
    return AdaptiveLbServer.start(
        ServerConfiguration.read(YamlDocument.parse("test.yaml", all.toString()), List.of()),
        List.of());
  }

  private Path data() {
    return temp.resolve("data");
  }

  private static Path find(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow();
    }
  }
}

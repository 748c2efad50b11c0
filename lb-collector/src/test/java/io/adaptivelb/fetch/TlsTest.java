package io.adaptivelb.fetch;

import static io.adaptivelb.fetch.LyingServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.clusters.TlsSettings;
import io.adaptivelb.failure.SourceFailure;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Pages over TLS, with a certificate for the name "shop.test" that the JDK's keytool makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir
  Path folder;

  private final Network network = new Network("test", 1);
  private LyingServer server;
  private Path trust;

  TlsTest() {
    server = LyingServer.honest("text/plain", "replaced before the first test");
    trust = Path.of("");
  }

  @BeforeAll
  void begin(@TempDir Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    server.close();
    Path store = folder.resolve("store.p12");
    trust = folder.resolve("trust.pem");
    keytool(
        "-genkeypair",
        "-alias",
        "a",
        "-keyalg",
        "EC",
        "-dname",
        "CN=shop.test",
        "-ext",
        "SAN=dns:shop.test",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "a",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD,
        "-file",
        trust.toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = new LyingServer(
        context.getServerSocketFactory().createServerSocket(),
        0,
        (path, out) -> ok(out, "text/plain", "secret"));
  }

  @AfterAll
  void end() {
    server.close();
    network.close();
  }

  @Test
  void get_trustedAndNamed_isAnswered() {
    assertThat(get(new TlsSettings(trust, null, null, "shop.test"))).isEqualTo("200");
  }

  @Test
  void get_anotherName_isRefused() {
    assertThat(get(new TlsSettings(trust, null, null, ""))).startsWith("CONNECTION_FAILED TLS: ");
  }

  @Test
  void get_notTrusted_isRefused() {
    assertThat(get(new TlsSettings(null, null, null, "shop.test")))
        .startsWith("CONNECTION_FAILED TLS: ");
  }

  @Test
  void get_plainTextToATlsServer_isAFailure() {
    assertThat(get(null)).matches("(?s)(BAD_HTTP|CONNECTION_FAILED|TRUNCATED).*");
  }

  @Test
  void tls_missingFile_namesIt() {
    assertThatThrownBy(() -> Fetcher.tls(new TlsSettings(Path.of("no.pem"), null, null, "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tls: cannot use trust no.pem");
  }

  private String get(@Nullable TlsSettings settings) {
    SslContext tls = Fetcher.tls(settings);
    String name = settings == null ? "" : settings.serverName();
    Connection connection = new Fetcher(network, new Budget(1 << 20))
        .connection("127.0.0.1", server.port(), tls, name, () -> {});
    CompletableFuture<String> answer = new CompletableFuture<>();
    connection.get(new Request("/", Map.of(), Duration.ofSeconds(10), 1_000), new Receiver() {
      @Override
      public void received(Response response) {
        answer.complete(String.valueOf(response.status()));
      }

      @Override
      public void failed(SourceFailure failure) {
        answer.complete(failure.code() + " " + failure.getMessage());
      }
    });
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}

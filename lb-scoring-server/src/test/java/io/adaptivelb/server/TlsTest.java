package io.adaptivelb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.adaptivelb.config.ServerConfiguration;
import io.adaptivelb.config.TlsSettings;
import io.adaptivelb.settings.YamlDocument;
import io.adaptivelb.tls.Identity;
import io.adaptivelb.v1.GetEndpointWeightsRequest;
import io.adaptivelb.v1.ScoringServiceGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted listeners, with certificates that the JDK's keytool made. */
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir
  private static Path files;

  private static KeyStore identity;

  @TempDir
  private Path data;

  @BeforeAll
  static void makeCertificate() throws Exception {
    identity = make("server");
    make("other");
  }

  /** A key and a certificate of its own, as a key store and as PEM files. */
  private static KeyStore make(String name) throws Exception {
    Path store = files.resolve(name + ".p12");
    Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD))
        .inheritIO()
        .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD);
    Key key = made.getKey(name, PASSWORD);
    pem(name + ".key", "PRIVATE KEY", key.getEncoded());
    pem(name + ".pem", "CERTIFICATE", made.getCertificate(name).getEncoded());
    return made;
  }

  @Test
  void bothListeners_speakTlsAndNothingElse() throws Exception {
    try (AdaptiveLbServer server = start("");
        HttpClient client = client(false);
        AdminCalls calls = calls("https", server, client);
        AdminCalls plain = calls("http", server, client)) {
      await().until(() -> !server.table().isEmpty());
      assertThat(calls.get("/api/v1/status").statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> plain.get("/api/v1/status"))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(endpoints(server, trusting().build())).isEqualTo(1);
      assertThatThrownBy(() -> endpoints(server, InsecureChannelCredentials.create()))
          .isInstanceOf(StatusRuntimeException.class);
    }
  }

  @Test
  void clientCa_demandsAClientCertificate() throws Exception {
    try (AdaptiveLbServer server = start(", clientCa: " + files.resolve("server.pem"));
        HttpClient stranger = client(false);
        AdminCalls strange = calls("https", server, stranger);
        HttpClient friend = client(true);
        AdminCalls friendly = calls("https", server, friend)) {
      await().until(() -> !server.table().isEmpty());
      assertThat(friendly.get("/healthz").statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> strange.get("/healthz")).isInstanceOf(UncheckedIOException.class);
      TlsChannelCredentials.Builder own = trusting()
          .keyManager(
              files.resolve("server.pem").toFile(), files.resolve("server.key").toFile());
      assertThat(endpoints(server, own.build())).isEqualTo(1);
      assertThatThrownBy(() -> endpoints(server, trusting().build()))
          .isInstanceOf(StatusRuntimeException.class);
    }
  }

  @Test
  void keyOfAnotherCertificate_isRefused() throws IOException {
    TlsSettings settings =
        new TlsSettings(files.resolve("server.pem"), files.resolve("other.key"), Optional.empty());
    assertThatThrownBy(() -> Identity.read("gRPC", settings))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "gRPC: key %s does not belong to certificate %s",
            settings.key(), settings.certificate());
    TlsSettings swapped =
        new TlsSettings(files.resolve("server.pem"), files.resolve("server.pem"), Optional.empty());
    assertThatThrownBy(() -> Identity.read("gRPC", swapped))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read a private key")
        .hasMessageContaining(swapped.key().toString());
  }

  private AdaptiveLbServer start(String more) {
    String tls = "{certificate: %s, key: %s%s}"
        .formatted(files.resolve("server.pem"), files.resolve("server.key"), more);
    String yaml = """
        dataDirectory: %s
        grpc: {port: 0, shutdownGrace: 0s, tls: %s}
        admin: {port: 0, tls: %s}
        control: {tick: 1s}
        clusters:
          - name: shop
            discovery: {endpoints: [{address: "10.0.0.1:80"}]}
        """.formatted(data, tls, tls);
    return AdaptiveLbServer.start(
        ServerConfiguration.read(YamlDocument.parse("test.yaml", yaml), List.of()), List.of());
  }

  private static AdminCalls calls(String scheme, AdaptiveLbServer server, HttpClient client) {
    return new AdminCalls(
        URI.create("%s://localhost:%d".formatted(scheme, server.adminPort())), "", client);
  }

  /** Trusts the server, and shows a certificate of its own if asked to. */
  private static HttpClient client(boolean certified) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", identity.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(certified ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static TlsChannelCredentials.Builder trusting() throws IOException {
    return TlsChannelCredentials.newBuilder()
        .trustManager(files.resolve("server.pem").toFile());
  }

  private static int endpoints(AdaptiveLbServer server, ChannelCredentials credentials) {
    ManagedChannel channel =
        Grpc.newChannelBuilder("localhost:" + server.grpcPort(), credentials).build();
    try {
      return ScoringServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(Duration.ofSeconds(10))
          .getEndpointWeights(
              GetEndpointWeightsRequest.newBuilder().setCluster("shop").build())
          .getEndpointsCount();
    } finally {
      channel.shutdownNow();
    }
  }

  private static void pem(String name, String what, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        files.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what),
        StandardCharsets.US_ASCII);
  }
}

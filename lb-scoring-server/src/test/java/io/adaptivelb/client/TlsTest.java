package io.adaptivelb.client;

import static io.adaptivelb.client.CommandLineRun.lb;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line against servers that speak TLS, with a certificate for 127.0.0.1 that the JDK's keytool makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private static final String PASSWORD = "changeit";
  private static final byte[] NOTHING = "{\"clusters\":[]}".getBytes(StandardCharsets.US_ASCII);

  private HttpsServer open;
  private HttpsServer mutual;
  private String certificate;
  private String key;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Path store = folder.resolve("store.p12");
    Path pem = folder.resolve("certificate.pem");
    certificate = pem.toString();
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=lb", "-ext", "SAN=ip:127.0.0.1", store);
    keytool("-exportcert", "-rfc", "-file", certificate, store);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Key secret = keys.getKey("mykey", PASSWORD.toCharArray());
    key = Files.writeString(
            folder.resolve("key.pem"),
            "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(secret.getEncoded())))
        .toString();
    open = server(keys, false);
    mutual = server(keys, true);
  }

  @AfterAll
  void stop() {
    open.stop(0);
    mutual.stop(0);
  }

  @Test
  void serverOfAnUnknownAuthority_isRefusedWithTheOptionThatHelps() {
    CommandLineRun run = lb(uri(open), "weights");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("no trust between us and " + uri(open), "--ca-file FILE")
        .hasLineCount(1);
  }

  @Test
  void serverAskedWithoutTls_saysWhatMayBeMeant() {
    String plain = uri(open).toString().replace("https", "http");
    CommandLineRun run = lb(URI.create(plain), "weights");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("cannot talk to " + plain, "https").hasLineCount(1);
  }

  @Test
  void serverOfAKnownAuthority_isAsked() {
    CommandLineRun run = lb(uri(open), "weights", "--ca-file", certificate);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("No cluster has weights yet.\n");
  }

  @Test
  void serverThatDemandsAClientCertificate_getsIt() {
    CommandLineRun none = lb(uri(mutual), "weights", "--ca-file", certificate);
    assertThat(none.code()).isEqualTo(1);
    CommandLineRun run = lb(
        uri(mutual),
        "weights",
        "--ca-file",
        certificate,
        "--cert-file",
        certificate,
        "--key-file",
        key);

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "--ca-file /nowhere/ca.pem, --ca-file /nowhere/ca.pem is not there",
    "--ca-file pom.xml, --ca-file pom.xml cannot be read: No certificate data found",
    "--ca-file /dev/null, --ca-file /dev/null has no PEM certificate",
    "--cert-file pom.xml, --cert-file and --key-file belong together",
    "--cert-file pom.xml --key-file pom.xml, --key-file pom.xml cannot be read",
  })
  void fileWithoutWhatIsNeeded_isRefused(String options, String message) {
    CommandLineRun run = lb(("weights " + options).split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message).hasLineCount(1);
  }

  private static HttpsServer server(KeyStore keys, boolean mutual) throws Exception {
    KeyManagerFactory identity =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    identity.init(keys, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", keys.getCertificate("mykey"));
    TrustManagerFactory clients =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    clients.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(identity.getKeyManagers(), clients.getTrustManagers(), null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters tls = context.getDefaultSSLParameters();
        tls.setNeedClientAuth(mutual);
        parameters.setSSLParameters(tls);
      }
    });
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, NOTHING.length);
      exchange.getResponseBody().write(NOTHING);
      exchange.close();
    });
    server.start();
    return server;
  }

  private static URI uri(HttpsServer server) {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void keytool(Object... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 4];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    for (int i = 0; i < arguments.length - 1; i++) {
      command[i + 1] = arguments[i].toString();
    }
    command[arguments.length] = "-keystore";
    command[arguments.length + 1] = arguments[arguments.length - 1].toString();
    command[arguments.length + 2] = "-storepass";
    command[arguments.length + 3] = PASSWORD;
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(output).isZero();
  }
}

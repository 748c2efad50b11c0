package io.adaptivelb.server;

import io.adaptivelb.config.TlsSettings;
import io.dropwizard.jetty.HttpsConnectorFactory;
import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** An HTTPS connector whose certificates come from PEM files, as everywhere else in the server. */
final class TlsConnector extends HttpsConnectorFactory {
  /** Protects nothing: the stores live in memory only. */
  private static final char[] PASSWORD = "in memory".toCharArray();

  private final KeyStore identity;
  private final Optional<KeyStore> clients;

  private TlsConnector(KeyStore identity, Optional<KeyStore> clients) {
    this.identity = identity;
    this.clients = clients;
    // Which name it is reached by is the client's to check, and the host filter's.
    setDisableSniHostCheck(true);
  }

  /**
   * Reads the files.
   *
   * @throws IOException naming the file that cannot be read or holds something else
   */
  static TlsConnector of(TlsSettings tls) throws IOException {
    X509Certificate[] chain =
        read(tls.certificate(), "PEM certificates", CertificateUtils::getX509Certificates);
    PrivateKey key = read(tls.key(), "a PKCS #8 private key", CertificateUtils::getPrivateKey);
    try {
      KeyStore identity = empty();
      identity.setKeyEntry("server", key, PASSWORD, chain);
      if (tls.clientCa().isEmpty()) {
        return new TlsConnector(identity, Optional.empty());
      }
      KeyStore clients = empty();
      X509Certificate[] trusted =
          read(tls.clientCa().get(), "PEM certificates", CertificateUtils::getX509Certificates);
      for (int i = 0; i < trusted.length; i++) {
        clients.setCertificateEntry("client-" + i, trusted[i]);
      }
      return new TlsConnector(identity, Optional.of(clients));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "the admin API cannot use certificate %s with key %s: %s"
              .formatted(tls.certificate(), tls.key(), e.getMessage()),
          e);
    }
  }

  @Override
  protected SslContextFactory.Server configureSslContextFactory(SslContextFactory factory) {
    SslContextFactory.Server server = (SslContextFactory.Server) factory;
    server.setKeyStore(identity);
    server.setKeyStorePassword(new String(PASSWORD));
    clients.ifPresent(trusted -> {
      server.setTrustStore(trusted);
      server.setNeedClientAuth(true);
    });
    return server;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static <T> T read(Path file, String what, Reader<T> reader) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return reader.read(in);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new IOException(
          "the admin API cannot read %s from %s: %s"
              .formatted(what, file.toAbsolutePath(), StartFailure.reason(e)),
          e);
    }
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(InputStream in) throws IOException, GeneralSecurityException;
  }
}

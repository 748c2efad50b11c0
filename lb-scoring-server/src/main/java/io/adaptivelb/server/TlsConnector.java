package io.adaptivelb.server;

import io.adaptivelb.tls.Identity;
import io.dropwizard.jetty.HttpsConnectorFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** An HTTPS connector whose certificates come from PEM files, as everywhere else in the server. */
final class TlsConnector extends HttpsConnectorFactory {
  /** Protects nothing: the stores live in memory only. */
  private static final char[] PASSWORD = "in memory".toCharArray();

  private final KeyStore own;
  private final KeyStore clients;
  private final boolean clientsCertified;

  TlsConnector(Identity identity) throws IOException {
    try {
      own = empty();
      own.setKeyEntry(
          "server", identity.key(), PASSWORD, identity.chain().toArray(X509Certificate[]::new));
      clients = empty();
      for (X509Certificate authority : identity.clientAuthorities()) {
        clients.setCertificateEntry("authority-" + clients.size(), authority);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "the admin API cannot use its certificate: %s".formatted(e.getMessage()), e);
    }
    clientsCertified = !identity.clientAuthorities().isEmpty();
    // Which name it is reached by is the client's to check, and the host filter's.
    setDisableSniHostCheck(true);
  }

  @Override
  protected SslContextFactory.Server configureSslContextFactory(SslContextFactory factory) {
    SslContextFactory.Server server = (SslContextFactory.Server) factory;
    server.setKeyStore(own);
    server.setKeyStorePassword(new String(PASSWORD));
    if (clientsCertified) {
      server.setTrustStore(clients);
      server.setNeedClientAuth(true);
    }
    return server;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}

package io.adaptivelb.fetch;

import io.adaptivelb.clusters.TlsSettings;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes connections that share threads and a {@link Budget}. Thread-safe. */
public final class Fetcher {
  private final Network network;
  private final Budget budget;

  /** A fetcher on these threads; whoever made the network closes it. */
  public Fetcher(Network network, Budget budget) {
    this.network = network;
    this.budget = budget;
  }

  /** A connection to a peer, made when it is first asked. */
  public Connection connection(String host, int port) {
    return connection(host, port, null, "", () -> {});
  }

  /**
   * The same over TLS, and with a word when the peer closes the connection while nothing is asked.
   *
   * @param tls null: plain text
   * @param tlsName the name that the certificate must carry; "": the host
   * @param onIdleClose called on a network thread: a kept-alive connection that closes by itself is often the first sign
   *     that a process died
   */
  public Connection connection(
      String host, int port, @Nullable SslContext tls, String tlsName, Runnable onIdleClose) {
    return new Connection(network, budget, host, port, tls, tlsName, onIdleClose);
  }

  /**
   * Reads certificates.
   *
   * @return null where there are no settings: plain text
   * @throws IllegalArgumentException naming a file that cannot be used
   */
  public static @Nullable SslContext tls(@Nullable TlsSettings settings) {
    if (settings == null) {
      return null;
    }
    SslContextBuilder builder =
        SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
    Path trust = settings.trust();
    Path certificate = settings.certificate();
    Path key = settings.key();
    try {
      if (trust != null) {
        builder.trustManager(trust.toFile());
      }
      if (certificate != null && key != null) {
        builder.keyManager(certificate.toFile(), key.toFile());
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "tls: cannot use trust %s, certificate %s, key %s: %s"
              .formatted(trust, certificate, key, e.getMessage()),
          e);
    }
  }
}

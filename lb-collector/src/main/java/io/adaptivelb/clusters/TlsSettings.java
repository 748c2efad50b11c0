package io.adaptivelb.clusters;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to speak TLS with an endpoint.
 *
 * @param trust PEM file with the certificates to trust; the system's if left out
 * @param certificate PEM file with our own certificate, for peers that ask for one
 * @param key PEM file with its private key; set together with certificate
 * @param serverName the name that the peer's certificate must carry; the endpoint's host if left out
 */
public record TlsSettings(
    @Nullable Path trust,
    @Nullable Path certificate,
    @Nullable Path key,
    String serverName) {
  /** Throws {@link IllegalArgumentException} when certificate and key are not set together. */
  public TlsSettings {
    serverName = Defaults.or(serverName, "");
    if (Defaults.count(certificate, key) == 1) {
      throw new IllegalArgumentException("certificate and key must be set together");
    }
  }
}

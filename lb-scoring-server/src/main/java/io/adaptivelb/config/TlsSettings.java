package io.adaptivelb.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a listener encrypts.
 *
 * @param certificate PEM file with the server's certificate chain
 * @param key PEM file with its private key (PKCS #8)
 * @param clientCa PEM file with the authorities whose client certificates are demanded; none are demanded without it
 */
public record TlsSettings(Path certificate, Path key, Optional<Path> clientCa) {
  /** Throws {@link IllegalArgumentException} when one of the two is missing. */
  public TlsSettings {
    Rules.given("certificate", certificate);
    Rules.given("key", key);
  }
}

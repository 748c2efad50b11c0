package io.adaptivelb.tls;

import io.adaptivelb.config.TlsSettings;
import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a listener shows of itself, and whom it trusts. Immutable.
 *
 * @param chain its certificate, then those that vouch for it
 * @param key the certificate's private key
 * @param clientAuthorities who may vouch for clients; when empty, clients need no certificate
 */
public record Identity(
    List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientAuthorities) {
  /** Copies the lists. */
  public Identity {
    chain = List.copyOf(chain);
    clientAuthorities = List.copyOf(clientAuthorities);
  }

  /**
   * Reads the files of a listener.
   *
   * @param listener for the messages
   * @throws IOException naming the file that cannot be read, holds something else or does not fit the other
   */
  public static Identity read(String listener, TlsSettings settings) throws IOException {
    List<X509Certificate> chain = certificates(listener, settings.certificate());
    PrivateKey key = read(
        listener, settings.key(), "a private key (PEM, PKCS #8)", CertificateUtils::getPrivateKey);
    if (!fit(key, chain.getFirst())) {
      throw new IOException("%s: key %s does not belong to certificate %s"
          .formatted(listener, settings.key(), settings.certificate()));
    }
    return new Identity(
        chain,
        key,
        settings.clientCa().isPresent()
            ? certificates(listener, settings.clientCa().get())
            : List.of());
  }

  private static List<X509Certificate> certificates(String listener, Path file) throws IOException {
    return read(listener, file, "PEM certificates", in -> {
      List<X509Certificate> found = List.of(CertificateUtils.getX509Certificates(in));
      if (found.isEmpty()) {
        throw new IOException("it has none");
      }
      return found;
    });
  }

  private static <T> T read(String listener, Path file, String what, Reader<T> reader)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return reader.read(in);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
      throw new IOException(
          "%s cannot read %s from %s: %s".formatted(listener, what, file.toAbsolutePath(), why), e);
    }
  }

  /** Whether the certificate's public key verifies what the private key signs. */
  private static boolean fit(PrivateKey key, X509Certificate certificate) {
    String algorithm = switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
    try {
      byte[] message = certificate.getEncoded();
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(message);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(InputStream in) throws IOException, GeneralSecurityException;
  }
}

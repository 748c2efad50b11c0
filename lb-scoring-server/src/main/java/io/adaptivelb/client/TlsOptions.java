package io.adaptivelb.client;

import io.adaptivelb.cli.UserError;
import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to trust, and as whom to appear, where the server speaks TLS: PEM files, as in the server's configuration. */
final class TlsOptions {
  /** Protects nothing: the stores live in memory only. */
  private static final char[] PASSWORD = "in memory".toCharArray();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      defaultValue = "${env:ADAPTIVELB_CA_FILE}",
      description =
          "PEM file with the authorities to trust (or ADAPTIVELB_CA_FILE). Default: those of the JDK")
  private @Nullable Path caFile;

  @Option(
      names = "--cert-file",
      paramLabel = "FILE",
      defaultValue = "${env:ADAPTIVELB_CERT_FILE}",
      description =
          "PEM file with a client certificate, where the server demands one (or ADAPTIVELB_CERT_FILE).")
  private @Nullable Path certFile;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      defaultValue = "${env:ADAPTIVELB_KEY_FILE}",
      description = "PEM file with its private key, PKCS #8 (or ADAPTIVELB_KEY_FILE).")
  private @Nullable Path keyFile;

  /** Empty where the JDK's defaults will do; throws {@link UserError} naming option, file and what is wrong with it. */
  Optional<SSLContext> context() {
    if (caFile == null && certFile == null && keyFile == null) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity(), trusted(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new UserError("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private TrustManager @Nullable [] trusted() throws GeneralSecurityException, IOException {
    if (caFile == null) {
      return null;
    }
    KeyStore store = empty();
    X509Certificate[] authorities = certificates("--ca-file", caFile);
    for (int i = 0; i < authorities.length; i++) {
      store.setCertificateEntry("authority-" + i, authorities[i]);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private KeyManager @Nullable [] identity() throws GeneralSecurityException, IOException {
    if (certFile == null && keyFile == null) {
      return null;
    }
    if (certFile == null || keyFile == null) {
      throw new UserError("--cert-file and --key-file belong together; one of them is missing");
    }
    KeyStore store = empty();
    PrivateKey key = read("--key-file", keyFile, CertificateUtils::getPrivateKey);
    store.setKeyEntry("client", key, PASSWORD, certificates("--cert-file", certFile));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD);
    return factory.getKeyManagers();
  }

  private static X509Certificate[] certificates(String option, Path file) {
    X509Certificate[] found = read(option, file, CertificateUtils::getX509Certificates);
    if (found.length == 0) {
      throw new UserError("%s %s has no PEM certificate".formatted(option, file));
    }
    return found;
  }

  private static <T> T read(String option, Path file, Reader<T> reader) {
    try (InputStream in = Files.newInputStream(file)) {
      return reader.read(in);
    } catch (NoSuchFileException e) {
      throw new UserError("%s %s is not there".formatted(option, file), e);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new UserError("%s %s cannot be read: %s".formatted(option, file, e.getMessage()), e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(InputStream in) throws IOException, GeneralSecurityException;
  }
}

package io.adaptivelb.auth;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides whether a token is demanded: not while every address that the server binds is a loopback address and no token
 * was set; always otherwise. Where one is demanded and none was set, it is generated at the first run.
 */
public final class AccessRule {
  /** The name of the generated file within the data directory. */
  public static final String GENERATED_NAME = "token";

  private AccessRule() {}

  /**
   * Sets the verifier up for the addresses that the server binds.
   *
   * @param bindHosts host names or addresses of every listener; the empty string and the wildcard count as everywhere
   * @param configured the token file that the configuration names, if it names one
   * @param dataDirectory where a token is generated
   * @param announce told one line for people: where the token is, never the token
   * @throws IOException when the token cannot be read or written
   * @throws IllegalArgumentException naming what is wrong with the file or with an address
   */
  public static TokenVerifier open(
      List<String> bindHosts,
      Optional<Path> configured,
      Path dataDirectory,
      InstantSource clock,
      MeterRegistry meters,
      Consumer<String> announce)
      throws IOException {
    if (configured.isPresent()) {
      Path file = configured.get();
      if (!Files.isReadable(file)) {
        throw new IllegalArgumentException(
            "token file %s is not there or cannot be read".formatted(file.toAbsolutePath()));
      }
      return new BearerTokens(TokenFile.read(file), clock, meters);
    }
    if (allLoopback(bindHosts)) {
      return (authorization, peer) -> new TokenVerifier.Granted(Principal.ANONYMOUS);
    }
    Path file = dataDirectory.resolve(GENERATED_NAME);
    Files.createDirectories(dataDirectory);
    boolean fresh = TokenFile.generate(file, new SecureRandom());
    announce.accept("%s %s; clients send it as \"Authorization: Bearer <token>\""
        .formatted(fresh ? "generated a token in" : "the token is in", file.toAbsolutePath()));
    return new BearerTokens(TokenFile.read(file), clock, meters);
  }

  /** Whether every one of the addresses is reached from this machine only. */
  public static boolean allLoopback(List<String> bindHosts) {
    return bindHosts.stream().allMatch(AccessRule::isLoopback);
  }

  private static boolean isLoopback(String host) {
    if (host.isBlank()) {
      return false;
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("cannot bind to %s: no such host".formatted(host), e);
    }
  }
}

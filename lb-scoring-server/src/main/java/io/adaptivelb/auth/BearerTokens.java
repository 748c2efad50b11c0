package io.adaptivelb.auth;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Demands one of the tokens of a {@link TokenFile}. Thread-safe.
 *
 * <p>Every attempt is compared with every token by its SHA-256, in a time that depends neither on where they differ nor on
 * which one matches. Refusals are counted as {@code adaptivelb_auth_refusals_total} by reason.
 */
public final class BearerTokens implements TokenVerifier {
  private static final String SCHEME = "bearer ";
  private static final int MAX_LENGTH = 4_096;

  private final List<Entry> entries;
  private final AttemptLimiter limiter;
  private final Map<Reason, Counter> refusals = new EnumMap<>(Reason.class);

  /**
   * A verifier of the given tokens.
   *
   * @throws IllegalArgumentException when there is none: nobody could ever get in
   */
  public BearerTokens(List<NamedToken> tokens, InstantSource clock, MeterRegistry meters) {
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("a token is demanded, but there is none");
    }
    entries = tokens.stream()
        .map(token -> new Entry(sha256(token.token()), token.principal()))
        .toList();
    limiter = new AttemptLimiter(clock);
    for (Reason reason : Reason.values()) {
      refusals.put(
          reason,
          Counter.builder("adaptivelb.auth.refusals")
              .description("Calls refused before they reached an API")
              .tag("reason", reason.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
  }

  @Override
  public Verdict verify(@Nullable String authorization, String peer) {
    if (limiter.blocks(peer)) {
      return refuse(
          Reason.LIMITED,
          "more than %d failed attempts within a minute from %s; try again in a minute"
              .formatted(AttemptLimiter.MAX_FAILURES - 1, peer));
    }
    if (authorization == null || authorization.isBlank()) {
      // Not counted as an attempt: nothing was guessed.
      return refuse(
          Reason.MISSING, "a token is needed: send the header \"Authorization: Bearer <token>\"");
    }
    if (authorization.length() > MAX_LENGTH
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      limiter.failed(peer);
      return refuse(
          Reason.MALFORMED,
          "the Authorization header is not \"Bearer <token>\" of at most %d characters"
              .formatted(MAX_LENGTH));
    }
    byte[] given = sha256(authorization.substring(SCHEME.length()).strip());
    Principal match = null;
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(given, entry.hash)) {
        match = entry.principal;
      }
    }
    if (match == null) {
      limiter.failed(peer);
      return refuse(Reason.UNKNOWN, "the token is not one of this server's");
    }
    return new Granted(match);
  }

  private Refused refuse(Reason reason, String message) {
    Counter counter = refusals.get(reason);
    if (counter != null) {
      counter.increment();
    }
    return new Refused(reason, message);
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * A token and who holds it.
   *
   * @param token the secret
   * @param principal its holder
   */
  public record NamedToken(String token, Principal principal) {
    /** Without the secret, which must not reach a log. */
    @Override
    public String toString() {
      return "token of " + principal.name();
    }
  }

  private static final class Entry {
    final byte[] hash;
    final Principal principal;

    Entry(byte[] hash, Principal principal) {
      this.hash = hash;
      this.principal = principal;
    }
  }
}

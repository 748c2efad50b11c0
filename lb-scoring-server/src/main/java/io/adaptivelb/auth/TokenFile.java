package io.adaptivelb.auth;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import io.adaptivelb.auth.BearerTokens.NamedToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The file of tokens: one a line, either the bare token (shared, may do everything) or {@code name role token}. Empty
 * lines and lines that start with {@code #} are skipped.
 */
public final class TokenFile {
  private static final int MIN_LENGTH = 16;
  private static final long MAX_BYTES = 1 << 20;
  private static final int GENERATED_BYTES = 32;
  private static final Splitter WORDS = Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private TokenFile() {}

  /**
   * Reads the tokens.
   *
   * @throws IllegalArgumentException naming the file, the line and the rule it breaks (never the token)
   * @throws IOException when the file cannot be read
   */
  public static List<NamedToken> read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException(
          "token file %s has more than %d bytes".formatted(file, MAX_BYTES));
    }
    requirePrivate(file);
    List<NamedToken> tokens = new ArrayList<>();
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        tokens.add(parse(file, i + 1, line));
      }
    }
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("token file %s has no token".formatted(file));
    }
    return List.copyOf(tokens);
  }

  /**
   * Generates a token of 256 random bits into a file that only its owner may read. The file appears whole or not at all,
   * also when the process is killed meanwhile.
   *
   * @return false when the file is there already; it is left as it is
   */
  public static boolean generate(Path file, SecureRandom random) throws IOException {
    if (Files.exists(file)) {
      return false;
    }
    byte[] secret = new byte[GENERATED_BYTES];
    random.nextBytes(secret);
    String token = HexFormat.of().formatHex(secret) + "\n";
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel =
        FileChannel.open(fresh, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer bytes = ByteBuffer.wrap(token.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  private static void requirePrivate(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)
        || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
      throw new IllegalArgumentException(
          "token file %s has mode %s; others must not reach it: chmod 600 %s"
              .formatted(file, PosixFilePermissions.toString(permissions), file));
    }
  }

  private static NamedToken parse(Path file, int number, String line) {
    List<String> words = WORDS.splitToList(line);
    if (words.size() == 1) {
      return new NamedToken(
          requireStrong(file, number, words.get(0)), new Principal("token", Role.SCIENTIST, false));
    }
    if (words.size() != 3) {
      throw new IllegalArgumentException(
          "token file %s, line %d: %d words; write \"token\" or \"name role token\""
              .formatted(file, number, words.size()));
    }
    return new NamedToken(
        requireStrong(file, number, words.get(2)),
        new Principal(words.get(0), role(file, number, words.get(1)), true));
  }

  private static Role role(Path file, int number, String word) {
    try {
      return Role.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "token file %s, line %d: the role is not one of viewer, operator, scientist"
              .formatted(file, number),
          e);
    }
  }

  private static String requireStrong(Path file, int number, String token) {
    if (token.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "token file %s, line %d: the token has %d characters, at least %d are needed"
              .formatted(file, number, token.length(), MIN_LENGTH));
    }
    return token;
  }
}

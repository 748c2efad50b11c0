package io.adaptivelb.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adaptivelb.auth.TokenVerifier.Granted;
import io.adaptivelb.auth.TokenVerifier.Refused;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRuleTest {
  @TempDir
  private Path directory;

  private final List<String> announced = new ArrayList<>();

  @Test
  void open_loopbackOnly_demandsNothing() throws IOException {
    TokenVerifier verifier = open(List.of("127.0.0.1", "::1", "localhost"), Optional.empty());

    assertThat(verifier.verify(null, "127.0.0.1")).isEqualTo(new Granted(Principal.ANONYMOUS));
    assertThat(announced).isEmpty();
    assertThat(directory.resolve("token")).doesNotExist();
  }

  @Test
  void open_loopbackWithConfiguredToken_demandsIt() throws IOException {
    Path file = tokenFile("alice operator alices-secret-token\n");
    TokenVerifier verifier = open(List.of("127.0.0.1"), Optional.of(file));

    assertThat(verifier.verify(null, "127.0.0.1")).isInstanceOf(Refused.class);
    assertThat(verifier.verify("Bearer alices-secret-token", "127.0.0.1"))
        .isEqualTo(new Granted(new Principal("alice", Role.OPERATOR, true)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "", "192.0.2.1"})
  void open_anyOtherAddress_generatesATokenOnceAndDemandsIt(String host) throws IOException {
    TokenVerifier first = open(List.of("127.0.0.1", host), Optional.empty());
    Path file = directory.resolve("data/token");
    String token = Files.readString(file).strip();

    assertThat(token).matches("[0-9a-f]{64}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(announced).hasSize(1);
    assertThat(announced.getFirst()).contains(file.toString()).doesNotContain(token);
    assertThat(first.verify(null, "127.0.0.1")).isInstanceOf(Refused.class);
    assertThat(first.verify("Bearer " + token, "192.0.2.9")).isInstanceOf(Granted.class);

    TokenVerifier second = open(List.of(host), Optional.empty());
    assertThat(Files.readString(file).strip()).isEqualTo(token);
    assertThat(second.verify("Bearer " + token, "192.0.2.9")).isInstanceOf(Granted.class);
  }

  @Test
  void open_leftoverOfAKilledRun_isReplaced() throws IOException {
    Files.createDirectories(directory.resolve("data"));
    Files.createFile(directory.resolve("data/token.new"));

    assertThat(open(List.of("0.0.0.0"), Optional.empty())).isInstanceOf(BearerTokens.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "short | line 1: the token has 5 characters, at least 16 are needed",
        "alice admin alices-secret-token | line 1: the role is not one of viewer, operator, scientist",
        "alice alices-secret-token | line 1: 2 words; write \"token\" or \"name role token\"",
        "# only a comment | has no token",
      })
  void open_brokenTokenFile_namesFileLineAndRule(String content, String message)
      throws IOException {
    Path file = tokenFile(content);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(List.of("127.0.0.1"), Optional.of(file)))
        .withMessageContaining(file.toString())
        .withMessageContaining(message)
        .withMessageNotContaining("alices-secret-token");
  }

  @Test
  void open_tokenFileThatOthersCanRead_isRefusedWithTheRemedy() throws IOException {
    Path file = tokenFile("alices-secret-token");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(List.of("127.0.0.1"), Optional.of(file)))
        .withMessageContaining("chmod 600 " + file);
  }

  @Test
  void open_missingTokenFile_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(List.of("127.0.0.1"), Optional.of(directory.resolve("none"))))
        .withMessageContaining("is not there");
  }

  @Test
  void role_includesTheOnesBefore() {
    assertThat(Role.OPERATOR.includes(Role.VIEWER)).isTrue();
    assertThat(Role.VIEWER.includes(Role.OPERATOR)).isFalse();
  }

  private Path tokenFile(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("tokens"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private TokenVerifier open(List<String> hosts, Optional<Path> configured) throws IOException {
    return AccessRule.open(
        hosts,
        configured,
        directory.resolve("data"),
        InstantSource.system(),
        new SimpleMeterRegistry(),
        announced::add);
  }
}

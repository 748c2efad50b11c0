package io.adaptivelb.registry;

import static io.adaptivelb.registry.Models.NO_OBJECTION;
import static io.adaptivelb.registry.Models.bytes;
import static io.adaptivelb.registry.Models.change;
import static io.adaptivelb.registry.Models.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adaptivelb.journal.JournalLine;
import io.adaptivelb.registry.RegistryException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileModelTest {
  private static final RegistryLimits SMALL =
      new RegistryLimits(4_096, 4, 1_000, 2_000, 10, Duration.ofSeconds(1));

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "..",
        ".",
        "/etc/passwd",
        "a/b",
        "a\\b",
        ".hidden",
        "UPPER",
        "manifest.json",
        "nul\0byte",
        "new\nline",
        "",
        "-dash",
        "ünïcode",
        "a\u202etxt"
      })
  void put_fileNameOutsideTheRule_isRefusedNamingIt(String name) {
    ModelRegistry registry = ModelRegistry.open(folder, SMALL, "test");

    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> registry.put(hostile(name), NO_OBJECTION, change("trained")))
        .withMessageContaining("file name \"")
        .returns(Reason.REFUSED, RegistryException::reason);
    assertThat(folder).isEmptyDirectory();
  }

  /** A model with a sound file, which has the head, and another one. */
  private static ModelDraft hostile(String name) {
    ModelDraft sound = draft(1);
    Map<String, byte[]> files = new HashMap<>(sound.files());
    files.put(name, new byte[1]);
    return with(sound, sound.parameters(), files);
  }

  private static ModelDraft with(
      ModelDraft draft, Map<String, String> parameters, Map<String, byte[]> files) {
    return new ModelDraft(
        draft.created(),
        draft.featureSchema(),
        draft.data(),
        parameters,
        draft.metrics(),
        draft.seeds(),
        draft.provenance(),
        draft.heads(),
        files,
        draft.parent());
  }

  @Test
  void put_hugeManifest_isRefused() {
    ModelRegistry registry = ModelRegistry.open(folder, SMALL, "test");
    ModelDraft plain = draft(1);
    ModelDraft huge =
        with(plain, Map.of("a", "x".repeat(2_000), "b", "x".repeat(2_000)), plain.files());

    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> registry.put(huge, NO_OBJECTION, change("trained")))
        .withMessageMatching(".*its manifest has \\d+ bytes, 4096 are allowed");
  }

  @Test
  void manifest_ofAVersion_readsBack() {
    Manifest manifest = draft(1).toContent().manifest();

    assertThat(ManifestJson.read(ManifestJson.write(manifest))).isEqualTo(manifest);
  }

  @Test
  void manifest_thatBreaksARule_isRefusedWithPlaceValueAndRule() {
    String good = text(draft(1));

    assertRefused(good.replace("\"created\"", "\"by\" : 1, \"created\""), "unknown key \"by\"");
    assertRefused(
        good.replace("\"created\"", "\"CREATED\""), "manifest at \"created\": the key is missing");
    assertRefused(good.replace("\"rows\" : 1000000", "\"rows\" : \"many\""), "\"data\" \"rows\"");
    assertRefused(good.replace("\"rows\" : 1000000", "\"rows\" : -1"), "rows is -1");
    assertRefused(good.replace("\"rows\" : 1000000", "\"rows\" : 1e300"), "\"data\" \"rows\"");
    assertRefused(good.replace("\"rows\" : 1000000", "\"rows\" : null"), "null");
    assertRefused(
        good.replace("\"rows\" : 1000000", "\"rows\" : 1, \"rows\" : 2"), "Duplicate field 'rows'");
    assertRefused(good.replace("0.91", "\"NaN\""), "metric");
    assertRefused(good.replace("0.91", "1e999"), "metric \"auc\" is Infinity");
    assertRefused(good.replace("\"format\" : 1", "\"format\" : 2"), "reads format 1");
    assertRefused(good.replace("demand.ubj", "../../x"), "file name \"../../x\" is not 1…64");
    assertRefused(good.replace("\"file\" : \"", "\"file\" : \"no"), "which is not listed");
    assertRefused(good + "{}", "Trailing token");
    assertRefused(good.substring(0, good.length() / 2), "Unexpected end-of-input");
    assertRefused("", "manifest");
    assertRefused("[]", "manifest");
    assertRefused("null", "manifest");
    assertRefused("{\"format\":1}", "the key is missing");
    assertRefused("[".repeat(100_000), "manifest");
    assertRefused(good.replace("\"eta\"", "\"" + "k".repeat(10_000) + "\""), "manifest");
    assertRefused("{\"format\":" + "1".repeat(10_000) + "}", "manifest");
  }

  /** Whatever the bytes, a manifest is read or refused in words; there is no third way. */
  @Property(tries = 2_000)
  void manifest_damagedAnywhere_isReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] json = bytes(text(draft(1)));
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      json[random.nextInt(json.length)] = (byte)
          (random.nextBoolean()
              ? random.nextInt(256)
              : "{}[]\",:0-9null".charAt(random.nextInt(14)));
    }
    byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(json, random.nextInt(json.length)) : json;
    try {
      assertThat(ManifestJson.read(cut)).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).contains("manifest");
    }
  }

  @Test
  void version_whoseManifestLeadsElsewhere_isNotLoaded() throws IOException {
    // Even with a history that vouches for it, as when somebody copied a whole registry here.
    String hostile = text(draft(1)).replace("demand.ubj", "../secret");

    assertNotLoaded(vouchedFor(hostile), "file name \"../secret\"");
  }

  @Test
  void version_whoseManifestIsHuge_isNotLoaded() throws IOException {
    assertNotLoaded(vouchedFor(text(draft(1)) + " ".repeat(5_000)), "bytes, 4096 are allowed");
  }

  @Test
  void version_whoseManifestIsOfAnother_isNotLoaded() throws IOException {
    assertNotLoaded(vouchedFor(text(draft(2))), "it is of version");
  }

  @Test
  void version_whoseManifestPromisesTooMuch_isNotLoaded() throws IOException {
    String hostile = text(draft(1)).replaceAll("\"bytes\" : \\d+", "\"bytes\" : 9000000000");

    assertNotLoaded(vouchedFor(hostile), "is 9000000000; it must be in 0…1000");
  }

  @Test
  void version_behindLinks_isNotLoaded() throws IOException {
    ModelRegistry registry = ModelRegistry.open(folder, SMALL, "test");
    VersionId version = registry.put(draft(1), NO_OBJECTION, change("trained"));
    Path home = folder.resolve(version.value());
    Path file = home.resolve("demand.ubj");
    Path elsewhere = folder.resolve("elsewhere.bin");
    Files.move(file, elsewhere);
    Files.createSymbolicLink(file, elsewhere);
    assertNotLoaded(version, "demand.ubj: it is a link");

    Files.delete(file);
    Files.createDirectory(file);
    assertNotLoaded(version, "demand.ubj: it is no plain file");

    Files.delete(file);
    Files.move(elsewhere, file);
    Path moved = folder.resolve("Moved");
    Files.move(home, moved);
    Files.createSymbolicLink(home, moved);
    assertNotLoaded(version, "it is no folder");
  }

  private VersionId vouchedFor(String manifest) throws IOException {
    VersionId version = draft(1).toContent().version();
    Path home = Files.createDirectories(folder.resolve(version.value()));
    draft(1).files().forEach((name, content) -> write(home.resolve(name), content));
    write(home.resolve("manifest.json"), bytes(manifest));
    write(folder.resolve("secret"), bytes("demand 1"));
    HistoryEntry admission =
        HistoryEntry.admit(change("copied"), version, Checksums.sha256(bytes(manifest)));
    write(
        folder.resolve("history.jsonl"),
        JournalLine.encode(ManifestJson.MAPPER, admission.numbered(1)));
    return version;
  }

  private void assertNotLoaded(VersionId version, String what) {
    ModelRegistry registry = ModelRegistry.open(folder, SMALL, "test");
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> registry.load(version))
        .withMessageContaining("version %s cannot be used".formatted(version))
        .withMessageContaining(what)
        .returns(Reason.DAMAGED, RegistryException::reason);
    assertThat(registry.problems()).anySatisfy(problem -> assertThat(problem).contains(what));
  }

  private static void assertRefused(String json, String what) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ManifestJson.read(bytes(json)))
        .withMessageContaining(what)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
  }

  private static String text(ModelDraft draft) {
    return new String(ManifestJson.write(draft.toContent().manifest()), StandardCharsets.UTF_8);
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.adaptivelb.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adaptivelb.models.RefusedImport.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from outside: taken whole or refused with its reason. */
class ModelPackageTest {
  private static final long MAX = 64 << 10;

  @Test
  void read_good_hasManifestAndFiles() {
    ModelPackage model = ModelPackage.read(Packages.good(7), MAX);

    assertThat(model.manifest().metrics()).containsEntry("demand.checkout.mae", 7.0);
    assertThat(model.manifest().seeds()).isEmpty();
    assertThat(model.files()).containsOnlyKeys("demand.json");
    assertThat(model.draft().files()).containsKey("demand.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../demand.json",
        "/etc/passwd",
        "..",
        ".",
        "a/b.json",
        "a\\b.json",
        "folder/",
        ".hidden",
        "Demand.json",
        "de mand.json",
        "manifest.json/",
        "a\u0000b",
        "ü.json",
        "-x"
      })
  void read_fileNameThatIsNoPlainName_isRefused(String name) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(name, new byte[] {});
    files.putAll(Packages.files(1));

    assertRefused(Packages.zip(files), Kind.MALFORMED, name.contains("/") ? "side by side" : "\"");
  }

  @Test
  void read_zipBomb_isRefusedBeforeItIsInMemory() {
    Map<String, byte[]> files = Packages.files(1);
    files.put("bomb.bin", new byte[16 << 20]);
    byte[] bomb = Packages.zip(files);

    assertThat(bomb.length).isLessThan((int) MAX);
    assertRefused(bomb, Kind.TOO_LARGE, "more than 65536 bytes");
  }

  @Test
  void read_manyFiles_isRefused() {
    Map<String, byte[]> files = Packages.files(1);
    for (int i = 0; i < 1_001; i++) {
      files.put("f" + i, new byte[0]);
    }

    assertRefused(Packages.zip(files), Kind.MALFORMED, "more than 1000 files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK", "nonsense", "{\"a\":1}", "PK\u0003\u0004"})
  void read_noZip_isRefused(String bytes) {
    assertRefused(bytes.getBytes(StandardCharsets.ISO_8859_1), Kind.MALFORMED, "zip file");
  }

  @Test
  void read_cutOffAnywhere_isRefused() {
    byte[] good = Packages.good(1);
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length), Kind.MALFORMED, "zip file");
    }
  }

  @Test
  void read_anyByteChanged_neverThrowsAnythingElse() {
    byte[] good = Packages.good(1);
    for (int i = 0; i < good.length; i++) {
      byte[] changed = good.clone();
      changed[i] ^= (byte) 0x55;
      try {
        assertThat(ModelPackage.read(changed, MAX).manifest()).isNotNull();
      } catch (RefusedImport e) {
        assertThat(e.reasons()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"heads\":[ | \"creatd\":1,\"heads\":[ | unknown key \"creatd\"",
        "\"created\":\"2026-11-23T09:01:00Z\" | \"created\":null | created is null",
        "\"created\":\"2026-11-23T09:01:00Z\" | \"created\":7.5e99 | created is a number, not a time like",
        "\"created\":\"2026-11-23T09:01:00Z\" | \"created\":\"soon\" | at created",
        "\"rows\":1000 | \"rows\":\"1000\" | at data.rows",
        "\"rows\":1000 | \"rows\":-1 | rows",
        "\"rows\":1000 | \"rows\":1.5 | at data.rows",
        "\"rows\":1000, | `` | the key is missing",
        "\"to\":\"2026-11-01T00:00:00Z\" | \"to\":\"2025-11-01T00:00:00Z\" | is before its start",
        "\"auc\":0.91 | \"auc\":\"good\" | at metrics.auc",
        "\"auc\":0.91 | \"auc\":1,\"auc\":2 | Duplicate",
        "\"file\":\"demand.json\" | \"file\":\"../demand.json\" | file name \"../demand.json\" is not",
        "\"file\":\"demand.json\" | \"file\":null | a value is null",
        "\"heads\":[ | \"seeds\":[1.5],\"heads\":[ | at seeds[0]",
        "\"heads\":[ | \"seeds\":\"x\",\"heads\":[ | at seeds",
        "\"heads\":[ | \"format\":2,\"heads\":[ | format 2 is not known",
        "\"heads\":[ | \"version\":\"../x\",\"heads\":[ | version: version \"../x\" is not",
        "\"heads\":[ | \"parent\":\"A B\",\"heads\":[ | parent: version \"A B\" is not",
        "\"heads\":[ | \"files\":[],\"heads\":[ | it lists the files [], but there are [demand.json]",
        "\"tool\":\"xgboost (Python)\", | `` | at provenance.tool",
        "\"tool\":\"xgboost (Python)\" | \"tool\":null | provenance.tool is null",
      })
  void draft_manifestBreaksARule_isRefusedNamingPlaceAndValue(
      String text, String replacement, String message) {
    byte[] zip = Packages.manifestWith(text, replacement);

    assertThatThrownBy(() -> ModelPackage.read(zip, MAX).draft())
        .isInstanceOfSatisfying(
            RefusedImport.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .hasMessageContaining(message)
        .message()
        .doesNotContain("io.adaptivelb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "7", "null", "{}{}", "\u0000"})
  void read_manifestIsNoObject_isRefused(String manifest) {
    assertRefused(Packages.with("manifest.json", manifest), Kind.REFUSED, "manifest.json: ");
  }

  @Test
  void read_noManifest_isRefusedNamingWhatThereIs() {
    assertRefused(
        Packages.with("manifest.json", ""),
        Kind.MALFORMED,
        "there is no manifest.json in it, but [demand.json]");
  }

  @Test
  void draft_fileWasChanged_isRefused() {
    Map<String, byte[]> files = new HashMap<>(Packages.files(1));
    files.put(
        "manifest.json",
        Packages.bytes(Packages.manifest(1)
            .replace(
                "\"heads\":[",
                "\"files\":[{\"name\":\"demand.json\",\"bytes\":1,\"sha256\":\"%s\"}],\"heads\":["
                    .formatted("0".repeat(64)))));

    assertThatThrownBy(() -> ModelPackage.read(Packages.zip(files), MAX).draft())
        .hasMessageContaining("file demand.json was changed: its SHA-256 is not 000000000000…");
  }

  private static void assertRefused(byte[] zip, Kind kind, String message) {
    assertThatThrownBy(() -> ModelPackage.read(zip, MAX))
        .isInstanceOfSatisfying(RefusedImport.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }
}

package io.adaptivelb.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.table.PublishedWeights;
import io.adaptivelb.weights.WeightSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWeightArchiveTest {
  private static final ClusterId SHOP = new ClusterId("shop/../../etc*?");
  private static final WeightSnapshot FIRST = Snapshots.rich(SHOP, 1, 20);
  private static final WeightSnapshot SECOND = Snapshots.rich(SHOP, 2, 21);

  @TempDir
  private Path folder;

  private FileWeightArchive archive;

  @BeforeEach
  void open() throws IOException {
    archive = new FileWeightArchive(folder.resolve("weights"));
  }

  @Test
  void load_ofNothing_isEmpty() {
    assertThat(archive.load(SHOP)).isEmpty();
  }

  @Test
  void load_afterSave_isTheSame() throws IOException {
    archive.save(PublishedWeights.of(FIRST));
    archive.save(PublishedWeights.of(SECOND));
    assertThat(archive.load(SHOP)).contains(SECOND);
    assertThat(archive.load(new ClusterId("other"))).isEmpty();
  }

  @Test
  void load_ofAFileCutAnywhere_isTheOneBefore() throws IOException {
    archive.save(PublishedWeights.of(FIRST));
    archive.save(PublishedWeights.of(SECOND));
    Path file = current();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(archive.load(SHOP)).as("cut to %d bytes", length).contains(FIRST);
    }
  }

  @Test
  void load_ofAFileWithAFlippedBit_isTheOneBeforeAndTheFileIsKept() throws IOException {
    archive.save(PublishedWeights.of(FIRST));
    archive.save(PublishedWeights.of(SECOND));
    byte[] bytes = Files.readAllBytes(current());
    bytes[bytes.length / 2] ^= 4;
    Path file = current();
    Files.write(file, bytes);
    assertThat(archive.load(SHOP)).contains(FIRST);
    assertThat(file.resolveSibling(file.getFileName() + ".corrupt")).hasBinaryContent(bytes);
  }

  @Test
  void load_afterAKillBetweenTheRenames_isTheOneBefore() throws IOException {
    archive.save(PublishedWeights.of(FIRST));
    Files.move(current(), current().resolveSibling(current().getFileName() + ".previous"));
    Files.writeString(
        folder.resolve("weights/half.weights.new"), "half", StandardOpenOption.CREATE_NEW);
    assertThat(archive.load(SHOP)).contains(FIRST);
    archive.save(PublishedWeights.of(SECOND));
    assertThat(archive.load(SHOP)).contains(SECOND);
  }

  @Test
  void load_whenBothAreGarbage_isEmpty() throws IOException {
    archive.save(PublishedWeights.of(FIRST));
    archive.save(PublishedWeights.of(SECOND));
    for (Path file : files()) {
      Files.writeString(file, "ALBW, or rather not");
    }
    assertThat(archive.load(SHOP)).isEmpty();
  }

  @Test
  void load_ofAnotherClustersFile_isRefused() throws IOException {
    archive.save(PublishedWeights.of(FIRST));
    Path mine = current();
    ClusterId other = new ClusterId("other");
    archive.save(PublishedWeights.of(Snapshots.rich(other, 9, 2)));
    Path foreign =
        files().stream().filter(file -> !file.equals(mine)).findFirst().orElseThrow();
    Files.copy(foreign, mine, StandardCopyOption.REPLACE_EXISTING);
    assertThat(archive.load(SHOP)).isEmpty();
  }

  private Path current() throws IOException {
    return files().stream()
        .filter(file -> file.toString().endsWith(".weights"))
        .findFirst()
        .orElseThrow();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("weights"))) {
      return all.sorted().toList();
    }
  }
}

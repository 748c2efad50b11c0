package io.adaptivelb.loop;

import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.table.PublishedWeights;
import io.adaptivelb.table.WeightMessages;
import io.adaptivelb.v1.EndpointWeights;
import io.adaptivelb.weights.WeightSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file per cluster and the one before it, each replaced by an atomic rename after an fsync, so that a process or a
 * machine that dies at any moment leaves the last published weights or the ones before. Save from one thread.
 *
 * <p>Layout: the magic {@code ALBW}, a format version (1), the message's CRC-32C and length (each a big-endian int), the
 * {@code EndpointWeights} message. A file that breaks this is set aside as {@code *.corrupt} and the one before it is used.
 */
public final class FileWeightArchive implements WeightArchive {
  private static final Logger log = LoggerFactory.getLogger(FileWeightArchive.class);
  private static final int MAGIC = 0x414c4257;
  private static final int FORMAT = 1;
  private static final int HEADER_BYTES = 16;
  private static final int MAX_BYTES = 64 << 20;

  private final Path directory;

  /** An archive in a directory, which is made if it is not there. */
  public FileWeightArchive(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  @Override
  public void save(PublishedWeights weights) throws IOException {
    ByteString message = weights.message();
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + message.size())
        .putInt(MAGIC)
        .putInt(FORMAT)
        .putInt(crc(message.asReadOnlyByteBuffer()))
        .putInt(message.size())
        .put(message.asReadOnlyByteBuffer())
        .flip();
    Path current = file(weights.snapshot().cluster());
    Path fresh = sibling(current, ".new");
    try (FileChannel channel = FileChannel.open(
        fresh,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    if (Files.exists(current)) {
      Files.move(current, sibling(current, ".previous"), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(fresh, current, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  @Override
  public Optional<WeightSnapshot> load(ClusterId cluster) {
    Path current = file(cluster);
    return read(cluster, current).or(() -> read(cluster, sibling(current, ".previous")));
  }

  private Optional<WeightSnapshot> read(ClusterId cluster, Path file) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      WeightSnapshot snapshot = parse(Files.readAllBytes(file), Files.size(file));
      if (!snapshot.cluster().equals(cluster)) {
        throw new IllegalArgumentException("it is of cluster " + snapshot.cluster());
      }
      return Optional.of(snapshot);
    } catch (IOException | IllegalArgumentException e) {
      log.error("Cannot restore weights of {} from {}: {}", cluster, file, e.getMessage());
      setAside(file);
      return Optional.empty();
    }
  }

  private static WeightSnapshot parse(byte[] bytes, long size) {
    if (size < HEADER_BYTES || size > MAX_BYTES) {
      throw new IllegalArgumentException(
          "%d bytes; it must have %d…%d".formatted(size, HEADER_BYTES, MAX_BYTES));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getInt() != MAGIC || buffer.getInt() != FORMAT) {
      throw new IllegalArgumentException("it does not start with ALBW and format 1");
    }
    int crc = buffer.getInt();
    int length = buffer.getInt();
    if (length != buffer.remaining()) {
      throw new IllegalArgumentException(
          "it promises %d bytes of weights and has %d".formatted(length, buffer.remaining()));
    }
    if (crc != crc(buffer.duplicate())) {
      throw new IllegalArgumentException("its checksum is wrong");
    }
    try {
      return WeightMessages.fromMessage(EndpointWeights.parseFrom(buffer));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void setAside(Path file) {
    try {
      Files.move(file, sibling(file, ".corrupt"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.warn("Cannot set {} aside: {}", file, e.toString());
    }
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** A cluster's name may hold what a file's name must not, so the file is named by its hash. */
  private Path file(ClusterId cluster) {
    String hash = Hashing.sha256()
        .hashString(cluster.value(), StandardCharsets.UTF_8)
        .toString()
        .substring(0, 32);
    return directory.resolve(hash + ".weights");
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}

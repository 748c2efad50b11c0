package io.adaptivelb.discovery;

import io.adaptivelb.clusters.FileSettings;
import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.failure.FailureCode;
import io.adaptivelb.failure.SourceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Members from a file, read again when its identity, time or size changes. A file written so recently that a second
 * write could carry the same time stamp is read again as well.
 */
final class FileDiscovery implements Discovery {
  private static final Duration TIMESTAMP_DOUBT = Duration.ofSeconds(2);

  private final Path path;
  private final Duration refresh;
  private final EndpointFile format = new EndpointFile();
  private @Nullable Stamp stamp;
  private @Nullable List<Endpoint> members;

  private record Stamp(@Nullable Object key, Instant modified, long size) {}

  FileDiscovery(FileSettings settings) {
    this.path = settings.path();
    this.refresh = settings.refresh();
  }

  @Override
  public String target() {
    return path.toString();
  }

  @Override
  public Duration refresh() {
    return refresh;
  }

  /** On a thread of its own: a file may lie on a network drive that hangs. */
  @Override
  public CompletableFuture<List<Endpoint>> look() {
    CompletableFuture<List<Endpoint>> answer = new CompletableFuture<>();
    Thread.ofVirtual().name("discovery-file").start(() -> {
      try {
        answer.complete(read());
      } catch (SourceFailure e) {
        answer.completeExceptionally(e);
      } catch (NoSuchFileException e) {
        answer.completeExceptionally(
            new SourceFailure(FailureCode.BAD_FILE, "%s does not exist".formatted(path)));
      } catch (IOException | RuntimeException e) {
        answer.completeExceptionally(
            new SourceFailure(FailureCode.BAD_FILE, "%s cannot be read: %s".formatted(path, e)));
      }
    });
    return answer;
  }

  @Override
  public void close() {}

  private synchronized List<Endpoint> read() throws IOException, SourceFailure {
    BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
    Stamp now = new Stamp(file.fileKey(), file.lastModifiedTime().toInstant(), file.size());
    boolean settled = now.modified().plus(TIMESTAMP_DOUBT).isBefore(Instant.now());
    List<Endpoint> known = members;
    if (known != null && settled && now.equals(stamp)) {
      return known;
    }
    stamp = null;
    if (now.size() > EndpointFile.MAX_BYTES) {
      throw new SourceFailure(
          FailureCode.BAD_FILE,
          "%s has %d bytes; at most %d are allowed"
              .formatted(path, now.size(), EndpointFile.MAX_BYTES));
    }
    List<Endpoint> read = format.parse(path.toString(), Files.readAllBytes(path));
    members = read;
    stamp = now;
    return read;
  }
}

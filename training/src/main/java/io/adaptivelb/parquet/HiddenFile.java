package io.adaptivelb.parquet;

import io.adaptivelb.cli.UserError;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A part that is being written: hidden, and locked as long as the process lives, so that what a killed export left can be told
 * from what another export is writing. It becomes visible as a whole, and not before it is on disk.
 */
final class HiddenFile implements OutputFile, AutoCloseable {
  private static final String PREFIX = ".";
  private static final String SUFFIX = ".tmp";
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path hidden;
  private final Path visible;
  private final FileChannel channel;
  private final Stream stream;

  /** Makes the file that will become {@code visible}. */
  HiddenFile(Path visible) throws IOException {
    this.visible = visible;
    hidden = visible.resolveSibling(PREFIX + visible.getFileName() + SUFFIX);
    channel = FileChannel.open(hidden, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!lock(channel)) {
      channel.close();
      throw inUse(hidden);
    }
    channel.truncate(0);
    stream = new Stream(channel);
  }

  /**
   * Deletes what a killed export left.
   *
   * @throws UserError when it is being written by somebody
   */
  static void deleteAbandoned(Path hidden) throws IOException {
    try (FileChannel channel = FileChannel.open(hidden, StandardOpenOption.WRITE)) {
      if (!lock(channel)) {
        throw inUse(hidden);
      }
      Files.delete(hidden);
    }
  }

  static boolean isHidden(String name) {
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
  }

  /** Puts it on disk and shows it. */
  void show() throws IOException {
    stream.flush();
    channel.force(true);
    Files.move(hidden, visible, StandardCopyOption.ATOMIC_MOVE);
    Path folder = visible.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    }
    channel.close();
  }

  /** Deletes it, unless it was shown. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      Files.deleteIfExists(hidden);
      channel.close();
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static UserError inUse(Path hidden) {
    return new UserError(
        "%s is being written by another export; wait for it, or choose another folder"
            .formatted(hidden));
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return stream;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return stream;
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return hidden.toString();
  }

  /** The writer closes it before it is shown: that must not give up the lock. */
  private static final class Stream extends PositionOutputStream {
    private final OutputStream out;
    private long position;

    Stream(FileChannel channel) {
      out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}

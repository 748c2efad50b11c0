package io.adaptivelb.journal;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The file that is appended to. Not thread-safe.
 *
 * <p>Not a {@link java.nio.channels.FileChannel}: that one closes itself when the writing thread is interrupted, and a
 * request thread may be.
 */
public final class JournalFile implements AutoCloseable {
  private final Path path;
  private final RandomAccessFile file;
  private final Sync sync;
  private long length;

  /** Opens an existing file, cut to {@code length}. */
  public JournalFile(Path path, long length, Sync sync) throws IOException {
    this.path = path;
    this.sync = sync;
    this.length = length;
    file = new RandomAccessFile(path.toFile(), "rw");
    if (file.length() != length) {
      file.setLength(length);
      sync.sync(file.getFD());
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Its length in bytes, all of them durable. */
  public long length() {
    return length;
  }

  /**
   * Appends and forces to disk; when that fails the file is cut back to what it was.
   *
   * @throws Broken when cutting back failed too: only who reads the file anew knows what it holds
   */
  public void append(byte[] bytes) throws IOException {
    try {
      file.seek(length);
      file.write(bytes);
      sync.sync(file.getFD());
    } catch (IOException e) {
      cutBack(e);
      throw e;
    }
    length += bytes.length;
  }

  private void cutBack(IOException cause) throws IOException {
    try {
      file.setLength(length);
      sync.sync(file.getFD());
    } catch (IOException e) {
      // What is on the disk is unknown from here on: only a restart, which reads it, may go on.
      cause.addSuppressed(e);
      throw new Broken(cause);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Forces a file to disk; replaced in tests by one that fails. */
  @FunctionalInterface
  public interface Sync {
    /** Returns when all that was written is on the disk. */
    void sync(FileDescriptor descriptor) throws IOException;
  }

  /** Neither the record nor the cutting back reached the disk. */
  public static final class Broken extends IOException {
    private static final long serialVersionUID = 1;

    Broken(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}

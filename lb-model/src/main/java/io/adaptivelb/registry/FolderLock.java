package io.adaptivelb.registry;

import io.adaptivelb.registry.RegistryException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one writer at a time change a folder, over all processes; held for one change and not for a process's life, so that
 * {@code lb train} can put a model while {@code lb serve} runs. The operating system frees it when its holder dies.
 *
 * <p>A file's lock belongs to the process and goes with the first channel that is closed on that file, so within the process
 * a lock in memory comes first, and only who has that opens the file.
 */
final class FolderLock {
  private static final ConcurrentMap<Path, ReentrantLock> IN_THIS_PROCESS =
      new ConcurrentHashMap<>();
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int MAX_HOLDER_BYTES = 200;

  private final ReentrantLock inThisProcess;
  private final RandomAccessFile file;

  private FolderLock(ReentrantLock inThisProcess, RandomAccessFile file) {
    this.inThisProcess = inThisProcess;
    this.file = file;
  }

  /**
   * Runs a change with the folder locked, when it is its turn.
   *
   * @param holder what others are told: {@code lb serve, process 123}
   * @throws RegistryException ({@code LOCKED}) naming the holder, when it takes longer than {@code patience}
   */
  static void hold(Path folder, String holder, Duration patience, Runnable change) {
    FolderLock lock = acquire(folder, holder, patience);
    try {
      change.run();
    } finally {
      lock.release();
    }
  }

  private static FolderLock acquire(Path folder, String holder, Duration patience) {
    ReentrantLock inThisProcess =
        IN_THIS_PROCESS.computeIfAbsent(folder, f -> new ReentrantLock(true));
    if (!tryLock(inThisProcess, patience)) {
      throw locked(folder, "another part of this process", patience);
    }
    RandomAccessFile file = null;
    try {
      file = new RandomAccessFile(folder.resolve("lock").toFile(), "rw");
      lock(file, folder, patience);
      file.setLength(0);
      file.write(holder.getBytes(StandardCharsets.UTF_8));
      return new FolderLock(inThisProcess, file);
    } catch (IOException e) {
      release(inThisProcess, file);
      throw RegistryException.io("registry %s cannot be locked".formatted(folder), e);
    } catch (RegistryException e) {
      release(inThisProcess, file);
      throw e;
    }
  }

  private static void lock(RandomAccessFile file, Path folder, Duration patience)
      throws IOException {
    long attempts = 1 + patience.dividedBy(PAUSE);
    for (long i = 0; i < attempts; i++) {
      FileLock lock = file.getChannel().tryLock();
      if (lock != null) {
        return;
      }
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw locked(folder, holderIn(file), patience);
  }

  private static boolean tryLock(ReentrantLock lock, Duration patience) {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("a change of the registry within another one");
    }
    try {
      return lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String holderIn(RandomAccessFile file) throws IOException {
    byte[] bytes = new byte[MAX_HOLDER_BYTES];
    file.seek(0);
    int length = Math.max(0, file.read(bytes));
    String holder =
        new String(bytes, 0, length, StandardCharsets.UTF_8).replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    return holder.isBlank() ? "another process" : holder;
  }

  private static RegistryException locked(Path folder, String holder, Duration patience) {
    return new RegistryException(
        Reason.LOCKED,
        "registry %s is being changed by %s, and was for %d ms; nothing was changed, try again"
            .formatted(folder, holder, patience.toMillis()));
  }

  private static void release(ReentrantLock inThisProcess, @Nullable RandomAccessFile file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // The lock is gone with the descriptor all the same.
    } finally {
      inThisProcess.unlock();
    }
  }

  private void release() {
    try {
      file.setLength(0);
    } catch (IOException e) {
      // The name of the holder is for people; the lock itself does not depend on it.
    } finally {
      release(inThisProcess, file);
    }
  }
}

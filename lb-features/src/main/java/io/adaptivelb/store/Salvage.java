package io.adaptivelb.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a new store of what is readable of a damaged one, which is kept in a subfolder {@code damaged-N} until somebody
 * deletes it.
 *
 * <p>The write-ahead logs are laid into the new store, which replays them as its own; the table files are read one by one,
 * without the manifest that tied them together. A marker in the subfolder says how far this came, so that a salvage that is
 * interrupted goes on at the next start.
 */
final class Salvage {
  private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);
  private static final String MOVING = "MOVING";
  private static final String COPYING = "COPYING";
  private static final int FIRST_LOG = 1_000_000;

  private final StoreFolder folder;
  private final StoreSettings settings;

  Salvage(StoreFolder folder, StoreSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /** Whether an earlier salvage was interrupted. */
  boolean isUnfinished() {
    Path last = subfolder(lastNumber());
    return Files.exists(last.resolve(MOVING)) || Files.exists(last.resolve(COPYING));
  }

  /** Salvages, or goes on with it; returns how many records were saved from table files. */
  long run(String why) throws IOException, RocksDBException {
    Path damaged = subfolder(isUnfinished() ? lastNumber() : lastNumber() + 1);
    LOG.error(
        "Salvaging feature store {}: its files are kept in {}, what is readable goes into a new store. Why: {}",
        folder.path,
        damaged,
        why);
    if (!Files.exists(damaged.resolve(COPYING))) {
      moveTo(damaged);
    }
    for (Path leftover : folder.databaseFiles()) {
      Files.delete(leftover);
    }
    long copied = copyFrom(damaged);
    Files.delete(damaged.resolve(COPYING));
    LOG.info(
        "Feature store {} is in order again, with {} records from table files and what the write-ahead log held; delete"
            + " {} when you do not need it any more",
        folder.path,
        copied,
        damaged);
    return copied;
  }

  private void moveTo(Path damaged) throws IOException {
    Files.createDirectories(damaged);
    Files.writeString(damaged.resolve(MOVING), "");
    for (Path file : folder.databaseFiles()) {
      Files.move(file, damaged.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(damaged.resolve(MOVING), damaged.resolve(COPYING));
  }

  private long copyFrom(Path damaged) throws IOException, RocksDBException {
    List<Path> logs = StoreFolder.logs(damaged);
    Engine.own(folder.path, settings).close();
    for (int i = 0; i < logs.size(); i++) {
      Files.copy(logs.get(i), folder.path.resolve("%06d.log".formatted(FIRST_LOG + i)));
    }
    try (Engine engine = openWithLogs()) {
      return new TableCopier(engine).copy(StoreFolder.tables(damaged));
    }
  }

  private Engine openWithLogs() throws IOException, RocksDBException {
    try {
      return Engine.own(folder.path, settings);
    } catch (RocksDBException e) {
      LOG.error("The write-ahead log cannot be replayed and is left out: {}", e.getMessage());
      for (Path file : folder.databaseFiles()) {
        Files.delete(file);
      }
      return Engine.own(folder.path, settings);
    }
  }

  private int lastNumber() {
    int number = 0;
    while (Files.exists(subfolder(number + 1))) {
      number++;
    }
    return number;
  }

  private Path subfolder(int number) {
    return folder.path.resolve("damaged-" + number);
  }
}

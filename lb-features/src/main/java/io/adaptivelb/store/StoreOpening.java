package io.adaptivelb.store;

import io.adaptivelb.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a folder to an open store, whatever state the folder is in. */
final class StoreOpening {
  private static final Logger LOG = LoggerFactory.getLogger(StoreOpening.class);
  private static final byte[] FORMAT_KEY = {'f'};
  private static final int FORMAT = 1;
  /** More often than a server flushes while it is being opened. */
  private static final int ATTEMPTS = 20;

  private final StoreFolder folder;
  private final StoreSettings settings;
  private long recovered;
  private long unreadable;

  private StoreOpening(StoreFolder folder, StoreSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  static FeatureStore open(Path path, StoreSettings settings) {
    StoreFolder folder = StoreFolder.own(path);
    try {
      return new StoreOpening(folder, settings).open();
    } catch (RuntimeException | Error e) {
      folder.close();
      throw e;
    }
  }

  /** Opens it beside whoever owns it. */
  static FeatureStore openReadOnly(Path path, StoreSettings settings) {
    StoreOpening opening = new StoreOpening(StoreFolder.lookAt(path), settings);
    return opening.with(opening.openStill());
  }

  private FeatureStore open() {
    return with(openOrSalvage());
  }

  private FeatureStore with(Engine engine) {
    try {
      requireKnownFormat(engine);
      return new FeatureStore(folder, engine, loadNames(engine), unreadable, recovered);
    } catch (RocksDBException e) {
      engine.close();
      throw translated(e);
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  /**
   * What lies in the write-ahead log while the manifest is read may lie in a table that it does not list when the log is. So an
   * opening counts only when the manifest was the same before and after.
   */
  private Engine openStill() {
    StoreException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        folder.requireSound();
        String before = folder.manifestStamp();
        Engine engine = Engine.beside(folder.path, settings);
        if (folder.manifestStamp().equals(before)) {
          return engine;
        }
        engine.close();
        last = folder.failure(
            "cannot be read", new IOException("its files kept changing while it was being opened"));
      } catch (RocksDBException e) {
        // A file that was deleted while it was being opened is asked for no more the next time.
        last = translated(e);
      } catch (IOException e) {
        last = folder.failure("cannot be read", e);
      }
    }
    throw Objects.requireNonNull(last);
  }

  private Engine openOrSalvage() {
    try {
      Salvage salvage = new Salvage(folder, settings);
      if (salvage.isUnfinished()) {
        recovered += salvage.run("the program ended while it was being salvaged");
      }
      try {
        return openSound();
      } catch (StoreException e) {
        if (e.reason() != Reason.DAMAGED || !settings.salvage()) {
          throw e;
        }
        recovered += salvage.run(String.valueOf(e.getMessage()));
        return openSound();
      }
    } catch (IOException e) {
      throw folder.failure("cannot be salvaged", e);
    } catch (RocksDBException e) {
      throw translated(e);
    }
  }

  private Engine openSound() throws IOException {
    folder.requireSound();
    KeptTables kept = new KeptTables(folder);
    try {
      Engine engine = Engine.own(folder.path, settings);
      try {
        recovered += kept.copyLost(engine);
        return engine;
      } catch (RocksDBException e) {
        engine.close();
        throw e;
      }
    } catch (RocksDBException e) {
      throw translated(e);
    } finally {
      kept.delete();
    }
  }

  private void requireKnownFormat(Engine engine) throws RocksDBException {
    byte[] format = engine.db.get(FORMAT_KEY);
    if (format == null) {
      if (folder.isOwned()) {
        engine.db.put(FORMAT_KEY, new byte[] {FORMAT});
      }
    } else if (format.length != 1 || format[0] != FORMAT) {
      throw new StoreException(
          Reason.NEWER_FORMAT,
          "feature store %s has format %d, this program knows %d; use the program that wrote it, or another folder"
              .formatted(folder.path, format.length == 0 ? 0 : format[0], FORMAT));
    }
  }

  private Directory loadNames(Engine engine) {
    Directory directory = new Directory();
    loadNames(engine, directory, NameKey.CLUSTER);
    loadNames(engine, directory, NameKey.ENDPOINT);
    loadNames(engine, directory, NameKey.OBSERVER);
    return directory;
  }

  private void loadNames(Engine engine, Directory directory, byte tag) {
    try (Slice end = new Slice(new byte[] {(byte) (tag + 1)});
        ReadOptions options = new ReadOptions().setIterateUpperBound(end);
        RocksIterator iterator = engine.db.newIterator(options)) {
      for (iterator.seek(new byte[] {tag}); iterator.isValid(); iterator.next()) {
        if (NameKey.isName(iterator.key())) {
          load(directory, iterator);
        }
      }
      iterator.status();
    } catch (RocksDBException e) {
      // Names come back with the next sample of whoever bears them, so this is no reason to refuse
      // the store.
      unreadable++;
      LOG.warn("Names in feature store {} cannot be read: {}", folder.path, e.getMessage());
    }
  }

  private void load(Directory directory, RocksIterator iterator) {
    try {
      directory.load(iterator.key(), iterator.value());
    } catch (CorruptRecordException e) {
      unreadable++;
      LOG.warn("A name in feature store {} cannot be read: {}", folder.path, e.getMessage());
    }
  }

  private StoreException translated(RocksDBException e) {
    String message = String.valueOf(e.getMessage());
    // The folder and its lock exist by now, so a file that is missing is one of the store's own.
    if (isCorruption(e) || message.contains("No such file")) {
      return folder.damaged(message, e);
    }
    return folder.failure("cannot be opened", new IOException(message, e));
  }

  private static boolean isCorruption(RocksDBException e) {
    return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
  }
}

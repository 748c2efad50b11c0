package io.adaptivelb.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves table files from a manifest that was cut off: RocksDB takes the shorter manifest for the truth and deletes, when it
 * opens, the table files that it no longer lists. So they get a second (hard) link first, and those that RocksDB lost track
 * of are copied back in. After an ordinary crash that finds nothing, or a file whose records are there twice, which is
 * harmless: they are the same.
 */
final class KeptTables {
  private static final Logger LOG = LoggerFactory.getLogger(KeptTables.class);

  private final Path links;

  /** Links all table files of a store that is about to be opened. */
  KeptTables(StoreFolder folder) throws IOException {
    links = folder.path.resolve("kept-tables");
    Files.createDirectories(links);
    for (Path table : StoreFolder.tables(folder.path)) {
      try {
        Files.createLink(links.resolve(table.getFileName()), table);
      } catch (FileAlreadyExistsException e) {
        LOG.debug("{} is left of an opening that was interrupted, and is still of use", table, e);
      } catch (UnsupportedOperationException e) {
        LOG.warn("{} has no hard links, so a cut-off manifest would lose table files", links, e);
        return;
      }
    }
  }

  /** Copies back what the store lost track of; returns how many records that were. */
  long copyLost(Engine engine) throws RocksDBException {
    Set<String> live = engine.db.getLiveFilesMetaData().stream()
        .map(LiveFileMetaData::fileName)
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .collect(Collectors.toSet());
    List<Path> lost = StoreFolder.tables(links).stream()
        .filter(table -> !live.contains(table.getFileName().toString()))
        .toList();
    return new TableCopier(engine).copy(lost);
  }

  /** Gives the disk space back. */
  void delete() throws IOException {
    if (Files.exists(links)) {
      for (Path table : StoreFolder.tables(links)) {
        Files.delete(table);
      }
      Files.delete(links);
    }
  }
}

package io.adaptivelb.registry;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Everything that the registry does to the disk, one call an operation, so that a test can let the power fail between any two
 * of them. Reading is not among it.
 */
interface Disk {
  /** Makes a folder that is not there. */
  void createFolder(Path folder) throws IOException;

  /** Writes a file that is not there; neither its content nor its name is durable yet. */
  void write(Path file, byte[] bytes) throws IOException;

  /** Makes a file's content durable. */
  void force(Path file) throws IOException;

  /** Makes the names in a folder durable. */
  void forceFolder(Path folder) throws IOException;

  /** Cuts a file to a length, appends, and makes it durable; on failure the file is cut back. Makes the file if need be. */
  void append(Path file, long length, byte[] bytes) throws IOException;

  /** Deletes a file or an empty folder, if it is there. */
  void delete(Path path) throws IOException;
}

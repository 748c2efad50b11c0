package io.adaptivelb.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may call.
 *
 * @param tokenFile file with the tokens, one a line, that is read at start; where a token is demanded and no file is
 *     named, one is generated in the data directory
 */
public record AuthSettings(Optional<Path> tokenFile) {
  /** No file. */
  public static final AuthSettings DEFAULTS = new AuthSettings(Optional.empty());
}

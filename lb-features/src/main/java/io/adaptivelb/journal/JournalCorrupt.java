package io.adaptivelb.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A journal was damaged after it was written. The message says where and what to do; nothing was changed. */
public final class JournalCorrupt extends IOException {
  private static final long serialVersionUID = 1;

  JournalCorrupt(String noun, Path file, long offset, int line, String what) {
    super(
        ("%s %s is damaged at byte %d (line %d): %s. Nothing was changed. To go on without that one record,"
                + " keeping a copy: sed -i.damaged '%dd' %s")
            .formatted(noun, file, offset, line, what, line, file));
  }
}

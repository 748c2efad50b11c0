package io.adaptivelb.registry;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What made a model. Names no machine and no user.
 *
 * @param tool the program: {@code lb train}, {@code xgboost (Python)}
 * @param toolVersion its version
 * @param gitCommit of the source it was built from, where that is known
 */
public record Provenance(String tool, String toolVersion, Optional<String> gitCommit) {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

  /** Throws {@link IllegalArgumentException} naming what breaks the rules above. */
  public Provenance {
    Rules.requireText("tool", tool, 100);
    Rules.requireText("toolVersion", toolVersion, 100);
    gitCommit.ifPresent(
        commit -> Rules.requireMatch("gitCommit", commit, COMMIT, "7…64 hexadecimal digits"));
  }
}

package io.adaptivelb.ledger;

import java.time.Duration;

/**
 * The bounds of a ledger.
 *
 * @param maxActive so many overrides may be in force at once; 1…10 000
 * @param maxDuration an override lasts at most so long; positive
 * @param segmentBytes a file of the log is closed when it is larger; at least 4 KiB
 * @param segments so many files are kept, the oldest is deleted; at least 2
 */
public record LedgerSettings(int maxActive, Duration maxDuration, long segmentBytes, int segments) {
  /** 1,000 overrides of at most 30 days; 16 files of 4 MiB: some 50,000 changes. */
  public static final LedgerSettings DEFAULT =
      new LedgerSettings(1_000, Duration.ofDays(30), 4L << 20, 16);

  /** Throws {@link IllegalArgumentException} naming the value that is out of bounds. */
  public LedgerSettings {
    if (maxActive < 1 || maxActive > 10_000) {
      throw new IllegalArgumentException("maxActive %d is not in 1…10000".formatted(maxActive));
    }
    if (!maxDuration.isPositive()) {
      throw new IllegalArgumentException("maxDuration %s is not positive".formatted(maxDuration));
    }
    if (segmentBytes < 4_096) {
      throw new IllegalArgumentException(
          "segmentBytes %d is less than 4096".formatted(segmentBytes));
    }
    if (segments < 2) {
      throw new IllegalArgumentException("segments %d is less than 2".formatted(segments));
    }
  }
}

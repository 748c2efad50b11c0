package io.adaptivelb.clusters;

import static io.adaptivelb.domain.Ranges.requireInRange;

/**
 * What all clusters of a collector share.
 *
 * @param concurrency scrapes under way at once; 1 to 100,000, 512 if left out. Endpoints that failed last time may use a
 *     quarter of it, so that many dead ones do not delay the living
 * @param threads network threads for scrapes; 1 to 64, 1 if left out, which is enough for 5,000 endpoints every 5 s.
 *     Health checks and fast bins have a thread of their own
 * @param maxBufferedBytes most that all bodies under way may hold together; 1 MiB to 4 GiB, 64 MiB if left out
 */
public record CollectorSettings(int concurrency, int threads, long maxBufferedBytes) {
  private static final int DEFAULT_CONCURRENCY = 512;
  private static final long DEFAULT_BUFFER = 64L << 20;

  /** The defaults. */
  public static final CollectorSettings DEFAULTS =
      new CollectorSettings(DEFAULT_CONCURRENCY, 1, DEFAULT_BUFFER);

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public CollectorSettings {
    concurrency = Defaults.or(concurrency, DEFAULT_CONCURRENCY);
    threads = Defaults.or(threads, 1);
    maxBufferedBytes = maxBufferedBytes == 0 ? DEFAULT_BUFFER : maxBufferedBytes;
    requireInRange("concurrency", concurrency, 1, 100_000);
    requireInRange("threads", threads, 1, 64);
    requireInRange("maxBufferedBytes", maxBufferedBytes, 1L << 20, 4L << 30);
  }
}

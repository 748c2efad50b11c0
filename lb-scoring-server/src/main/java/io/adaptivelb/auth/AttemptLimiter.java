package io.adaptivelb.auth;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Counts failed attempts by address: {@value #MAX_FAILURES} a minute, then nobody from there gets in until the minute is
 * over. Thread-safe.
 *
 * <p>Remembers {@value #MAX_PEERS} addresses, so that a flood of them cannot fill the heap.
 */
final class AttemptLimiter {
  static final int MAX_FAILURES = 10;
  static final int MAX_PEERS = 10_000;
  static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Cache<String, Window> windows =
      CacheBuilder.newBuilder().maximumSize(MAX_PEERS).build();

  AttemptLimiter(InstantSource clock) {
    this.clock = clock;
  }

  boolean blocks(String peer) {
    Window window = windows.getIfPresent(peer);
    return window != null
        && window.failures >= MAX_FAILURES
        && clock.instant().isBefore(window.end);
  }

  void failed(String peer) {
    Instant now = clock.instant();
    windows
        .asMap()
        .merge(
            peer,
            new Window(now.plus(WINDOW), 1),
            (old, fresh) -> now.isBefore(old.end) ? new Window(old.end, old.failures + 1) : fresh);
  }

  private record Window(Instant end, int failures) {}
}

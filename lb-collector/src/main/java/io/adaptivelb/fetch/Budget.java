package io.adaptivelb.fetch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all bodies under way may hold together: the size limit of one body does not protect from a thousand
 * bodies. Thread-safe.
 *
 * <p>A body below {@value #SMALL} bytes always gets what it asks for, so when many large ones use the budget up, it is
 * they that fail.
 */
public final class Budget {
  private static final int SMALL = 128 << 10;

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  /** A budget of so many bytes. */
  public Budget(long limit) {
    this.limit = limit;
  }

  /** Bytes in use. */
  public long used() {
    return used.get();
  }

  long limit() {
    return limit;
  }

  /** Whether a body that holds {@code held} bytes may hold {@code more}. */
  boolean take(int held, int more) {
    if (used.addAndGet(more) <= limit || held + more <= SMALL) {
      return true;
    }
    used.addAndGet(-more);
    return false;
  }

  void giveBack(int held) {
    used.addAndGet(-held);
  }
}

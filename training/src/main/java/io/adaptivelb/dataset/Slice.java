package io.adaptivelb.dataset;

import io.adaptivelb.recording.Recording;

/**
 * A stretch of a recording.
 *
 * @param recording of which
 * @param from its first minute
 * @param to the minute after its last
 */
public record Slice(Recording recording, int from, int to) {
  /** Must lie within the recording and not be empty. */
  public Slice {
    if (from < 0 || to > recording.minutes() || from >= to) {
      throw new IllegalArgumentException("minutes %d…%d of %s, which has %d"
          .formatted(from, to, recording.name(), recording.minutes()));
    }
  }

  /** A whole recording. */
  public static Slice all(Recording recording) {
    return new Slice(recording, 0, recording.minutes());
  }

  /** Its first half. */
  public static Slice firstHalf(Recording recording) {
    return new Slice(recording, 0, recording.minutes() / 2);
  }

  /** Its second half. */
  public static Slice secondHalf(Recording recording) {
    return new Slice(recording, recording.minutes() / 2, recording.minutes());
  }

  /** The minute from which on its last share lies. */
  public int tail(double share) {
    return to - (int) Math.round(share * (to - from));
  }
}

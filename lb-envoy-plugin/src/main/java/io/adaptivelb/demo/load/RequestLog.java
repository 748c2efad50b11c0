package io.adaptivelb.demo.load;

import java.util.Arrays;
import java.util.List;

/**
 * What became of every request of a schedule. Written by one thread; {@link #copy} what another is to read, on that
 * thread.
 */
public final class RequestLog {
  /** The backend of a request that reached none, or that did not end. */
  public static final int NO_BACKEND = -1;

  private final int offset;
  private final int[] latencyMicros;
  private final int[] lagMicros;
  private final Outcome[] outcomes;
  private final byte[] backends;
  private final List<String> backendNames;

  /** An empty log for requests {@code 0…size-1} that may reach the named backends. */
  public RequestLog(int size, List<String> backendNames) {
    this(0, new int[size], new int[size], new Outcome[size], new byte[size], backendNames);
    Arrays.fill(outcomes, Outcome.PENDING);
    Arrays.fill(backends, (byte) NO_BACKEND);
  }

  private RequestLog(
      int offset,
      int[] latencyMicros,
      int[] lagMicros,
      Outcome[] outcomes,
      byte[] backends,
      List<String> backendNames) {
    this.offset = offset;
    this.latencyMicros = latencyMicros;
    this.lagMicros = lagMicros;
    this.outcomes = outcomes;
    this.backends = backends;
    this.backendNames = List.copyOf(backendNames);
  }

  /** The first request that it has. */
  public int from() {
    return offset;
  }

  /** One past the last request that it has. */
  public int to() {
    return offset + outcomes.length;
  }

  /** The names that {@link #backend} points into. */
  public List<String> backendNames() {
    return backendNames;
  }

  /** How request {@code i} ended. */
  public Outcome outcome(int i) {
    return outcomes[i - offset];
  }

  /** From the intended send time of request {@code i} to its end, in µs. */
  public int latencyMicros(int i) {
    return latencyMicros[i - offset];
  }

  /** How late request {@code i} was sent, in µs: the generator's own fault. */
  public int lagMicros(int i) {
    return lagMicros[i - offset];
  }

  /** The index of the backend that answered request {@code i}, or {@link #NO_BACKEND}. */
  public int backend(int i) {
    return backends[i - offset];
  }

  /** The part from {@code from} to {@code to}, clamped to what there is. */
  public RequestLog copy(int from, int to) {
    int low = Math.clamp(from, offset, to());
    int a = low - offset;
    int b = Math.max(a, Math.min(to, to()) - offset);
    return new RequestLog(
        low,
        Arrays.copyOfRange(latencyMicros, a, b),
        Arrays.copyOfRange(lagMicros, a, b),
        Arrays.copyOfRange(outcomes, a, b),
        Arrays.copyOfRange(backends, a, b),
        backendNames);
  }

  /** Notes how late request {@code i} was sent. */
  public void sent(int i, long lagNanos) {
    lagMicros[i - offset] = micros(lagNanos);
  }

  /** Notes the end of request {@code i}; only its first end counts, and the result says whether this was it. */
  public boolean ended(int i, Outcome outcome, long latencyNanos, String backend) {
    if (outcome(i) != Outcome.PENDING) {
      return false;
    }
    outcomes[i - offset] = outcome;
    latencyMicros[i - offset] = micros(latencyNanos);
    backends[i - offset] = (byte) backendNames.indexOf(backend);
    return true;
  }

  private static int micros(long nanos) {
    return Math.clamp(nanos / 1_000, 0, Integer.MAX_VALUE);
  }
}

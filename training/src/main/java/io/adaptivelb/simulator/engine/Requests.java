package io.adaptivelb.simulator.engine;

import java.util.Arrays;

/** The requests under way, as columns: a request is a row number, and rows are used again. Not thread-safe. */
final class Requests {
  /** The proxy has its answer, or gave up. */
  static final byte ENDED = 1;

  /** The endpoint will answer with an error, in its own time. */
  static final byte DOOMED = 2;

  double[] sent = new double[1_024];

  /** When the present attempt was sent. */
  double[] attempted = new double[1_024];

  double[] arrived = new double[1_024];
  double[] cpu = new double[1_024];
  double[] wait = new double[1_024];

  /** What it waits for downstream at an endpoint without faults. */
  double[] usualWait = new double[1_024];

  /** 0…1, drawn when it was born: whether it fails where a share of requests does. */
  double[] luck = new double[1_024];

  int[] proxy = new int[1_024];
  int[] endpoint = new int[1_024];

  /** In-flight requests that it found at its endpoint. */
  int[] found = new int[1_024];

  /** The next one in a queue, or the next free row; -1 at the end. */
  int[] next = new int[1_024];

  /** How its endpoint answered, while the answer is on its way. */
  Outcome[] outcome = new Outcome[1_024];

  byte[] flags = new byte[1_024];

  /** Attempts that failed. */
  byte[] failed = new byte[1_024];

  /** The endpoints of the failed attempts: a column an attempt. */
  private final int[][] tried;

  /** Rises when a row is used again, so that a timeout recognises its own. */
  int[] generation = new int[1_024];

  private int used;
  private int free = -1;

  /** Requests of which each may fail at so many endpoints and be tried at another. */
  Requests(int retries) {
    tried = new int[retries][1_024];
  }

  int take() {
    int row = free;
    if (row >= 0) {
      free = next[row];
    } else {
      row = used++;
      if (row == sent.length) {
        grow(2 * row);
      }
    }
    flags[row] = 0;
    failed[row] = 0;
    outcome[row] = Outcome.SUCCESS;
    next[row] = -1;
    return row;
  }

  void release(int row) {
    generation[row]++;
    next[row] = free;
    free = row;
  }

  boolean is(int row, byte flag) {
    return (flags[row] & flag) != 0;
  }

  void set(int row, byte flag) {
    flags[row] |= flag;
  }

  void clear(int row, byte flag) {
    flags[row] &= (byte) ~flag;
  }

  /** Notes that the present attempt failed. */
  void noteFailure(int row) {
    tried[failed[row]++][row] = endpoint[row];
  }

  /** Whether an attempt failed at an endpoint before. */
  boolean failedAt(int row, int candidate) {
    for (int i = 0; i < failed[row]; i++) {
      if (tried[i][row] == candidate) {
        return true;
      }
    }
    return false;
  }

  private void grow(int capacity) {
    sent = Arrays.copyOf(sent, capacity);
    attempted = Arrays.copyOf(attempted, capacity);
    usualWait = Arrays.copyOf(usualWait, capacity);
    failed = Arrays.copyOf(failed, capacity);
    for (int i = 0; i < tried.length; i++) {
      tried[i] = Arrays.copyOf(tried[i], capacity);
    }
    arrived = Arrays.copyOf(arrived, capacity);
    cpu = Arrays.copyOf(cpu, capacity);
    wait = Arrays.copyOf(wait, capacity);
    luck = Arrays.copyOf(luck, capacity);
    proxy = Arrays.copyOf(proxy, capacity);
    endpoint = Arrays.copyOf(endpoint, capacity);
    found = Arrays.copyOf(found, capacity);
    next = Arrays.copyOf(next, capacity);
    outcome = Arrays.copyOf(outcome, capacity);
    flags = Arrays.copyOf(flags, capacity);
    generation = Arrays.copyOf(generation, capacity);
  }
}

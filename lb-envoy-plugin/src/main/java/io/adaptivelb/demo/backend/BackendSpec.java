package io.adaptivelb.demo.backend;

import java.time.Duration;
import java.util.List;

/**
 * One backend of the demo: how strong it is and what will happen to it.
 *
 * @param name shown in tables and sent in the {@code x-backend} header
 * @param cores requests that it serves at once
 * @param meanService CPU time of an average request
 * @param queueCapacity requests that may wait; one more is refused with 503
 * @param faults what happens to it; copied
 */
public record BackendSpec(
    String name, int cores, Duration meanService, int queueCapacity, List<Fault> faults) {
  /** Throws {@link IllegalArgumentException} naming a value that makes no server. */
  public BackendSpec {
    faults = List.copyOf(faults);
    if (cores < 1 || queueCapacity < 1 || meanService.isNegative() || meanService.isZero()) {
      throw new IllegalArgumentException(
          "backend %s: cores %d, queue %d and mean service %s must all be > 0"
              .formatted(name, cores, queueCapacity, meanService));
    }
  }

  /** The requests per second that saturate it at full speed. */
  public double capacity() {
    return cores * 1e9 / meanService.toNanos();
  }

  /** What holds for it at a moment of the phase: the worst of what its faults say. */
  public Condition conditionAt(Duration elapsed) {
    Condition all = Condition.NORMAL;
    for (Fault fault : faults) {
      all = all.and(fault.at(elapsed));
    }
    return all;
  }
}

package io.adaptivelb.demo.backend;

/**
 * The state that faults put a backend in.
 *
 * @param up whether its process runs
 * @param speed wall-clock speed of its workers: 1 is full speed, 0.4 makes a request take 2.5 times as long
 * @param cpuSeen the share of a request's wall time that the backend's own CPU meter shows: 1 when it really computes
 *     all that time, less when somebody else has the core
 * @param failureRatio the share of requests that it answers with a quick 500
 * @param label for the table; empty when all is well
 */
public record Condition(
    boolean up, double speed, double cpuSeen, double failureRatio, String label) {
  /** Nothing is wrong. */
  public static final Condition NORMAL = new Condition(true, 1, 1, 0, "");

  /** Throws {@link IllegalArgumentException} naming a value outside its range. */
  public Condition {
    if (!(speed > 0 && speed <= 1)) {
      throw new IllegalArgumentException("speed %s is not in 0…1".formatted(speed));
    }
    if (!(cpuSeen > 0 && cpuSeen <= 1)) {
      throw new IllegalArgumentException("cpuSeen %s is not in 0…1".formatted(cpuSeen));
    }
    if (!(failureRatio >= 0 && failureRatio <= 1)) {
      throw new IllegalArgumentException("failureRatio %s is not in 0…1".formatted(failureRatio));
    }
  }

  /** Both at once. */
  Condition and(Condition other) {
    if (this.equals(NORMAL)) {
      return other;
    }
    if (other.equals(NORMAL)) {
      return this;
    }
    return new Condition(
        up && other.up,
        speed * other.speed,
        cpuSeen * other.cpuSeen,
        Math.max(failureRatio, other.failureRatio),
        label + ", " + other.label);
  }
}

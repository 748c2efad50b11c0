package io.adaptivelb.simulator.scenario;

import static io.adaptivelb.domain.Ranges.requireInRange;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What the endpoints are made of.
 *
 * @param cores of each, one number or several that are dealt out in turn; 1…256
 * @param slots requests that one serves at a time; 0: as many as cores (first come, first served)
 * @param queue requests that wait for a slot; more are rejected with 503; 0…1 000 000
 * @param speeds of their cores, dealt out in turn; 1 is the reference. A core takes 1/speed as long as it says at {@code cpu}
 * @param warmth share of its speed that a process has when it starts; 0.01…1
 * @param warmUp time until it is fully warm
 * @param storm what a new process has to do once more at a fixed age
 */
public record Servers(
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
    List<Integer> cores,

    int slots,
    int queue,
    List<Double> speeds,
    double warmth,
    Duration warmUp,
    Storm storm) {
  /** What holds for keys that are not given. */
  public static final Servers DEFAULTS =
      new Servers(List.of(4), 64, 128, List.of(1.0), 0.3, Duration.ofSeconds(20), Storm.DEFAULTS);

  /**
   * What a new process has to do at a fixed age, beside its requests: the compiler gets to all that was called often, a cache that was
   * filled at the start expires as one. It takes cores, and the process's meter shows it.
   *
   * @param at age of the process when it begins
   * @param lasts how long; 0: there is none
   * @param amount share of the cores that it takes; 0…0.99
   */
  public record Storm(Duration at, Duration lasts, double amount) {
    /** None. */
    public static final Storm DEFAULTS = new Storm(Duration.ofSeconds(45), Duration.ZERO, 0.8);

    /** Throws {@link IllegalArgumentException} naming a value out of range. */
    public Storm {
      requireInRange("at", at, Duration.ZERO, Duration.ofHours(1));
      requireInRange("lasts", lasts, Duration.ZERO, Duration.ofHours(1));
      requireInRange("amount", amount, 0, 0.99);
    }
  }

  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public Servers {
    cores = complete("cores", cores);
    speeds = complete("speeds", speeds);
    requireInRange("slots", slots, 0, 1_000_000);
    requireInRange("queue", queue, 0, 1_000_000);
    requireInRange("warmth", warmth, 0.01, 1);
    requireInRange("warmUp", warmUp, Duration.ZERO, Duration.ofHours(1));
    for (int each : cores) {
      requireInRange("cores", each, 1, 256);
    }
    for (double speed : speeds) {
      requireInRange("speeds", speed, 0.001, 1_000);
    }
  }

  private static <T> List<T> complete(String name, List<T> values) {
    if (values.isEmpty() || values.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "%s is %s; it must be a list of numbers, not empty".formatted(name, values));
    }
    return List.copyOf(values);
  }

  /** The share of its speed that a process of an age has, in seconds. */
  double warmth(double age) {
    double window = warmUp.toNanos() * 1e-9;
    return window == 0 ? 1 : Math.min(1, warmth + (1 - warmth) * age / window);
  }

  double speed(int endpoint) {
    return speeds.get(endpoint % speeds.size());
  }

  /** The cores of one. */
  public int cores(int endpoint) {
    return cores.get(endpoint % cores.size());
  }

  /** Requests that one serves at a time. */
  public int slotsOrCores(int endpoint) {
    return slots == 0 ? cores(endpoint) : slots;
  }
}

package io.adaptivelb.demo.backend;

import java.time.Duration;

/** Something that happens to a backend at set offsets from the start of a phase: a pure function of time. */
public sealed interface Fault {
  /** What holds {@code elapsed} after the start of the phase. */
  Condition at(Duration elapsed);

  /**
   * A part of the requests ends in a quick 500, as with a bad release; health checks go on to pass.
   *
   * @param from the beginning
   * @param to the end; it heals
   * @param ratio the share of requests that fail; 0…1
   */
  record FailFast(Duration from, Duration to, double ratio) implements Fault {
    @Override
    public Condition at(Duration elapsed) {
      return within(elapsed, from, to)
          ? new Condition(true, 1, 1, ratio, "failing")
          : Condition.NORMAL;
    }
  }

  /**
   * Somebody else on the host takes the cores: requests take longer, while the backend's own CPU meter, which counts only
   * the time that it got, shows the same work as before.
   *
   * @param from the beginning
   * @param to the end
   * @param speed what is left of the full speed; 0…1
   */
  record NoisyNeighbour(Duration from, Duration to, double speed) implements Fault {
    @Override
    public Condition at(Duration elapsed) {
      return within(elapsed, from, to)
          ? new Condition(true, speed, speed, 0, "noisy neighbour")
          : Condition.NORMAL;
    }
  }

  /**
   * The process dies with everything in it, comes back, and is slow until it has warmed up. Cold code burns CPU, so the
   * meter shows all of it.
   *
   * @param at when it dies
   * @param away how long it is gone
   * @param warmUp how long it then takes to full speed, in a straight line
   * @param coldSpeed the speed that it comes back with; 0…1
   */
  record Restart(Duration at, Duration away, Duration warmUp, double coldSpeed) implements Fault {
    @Override
    public Condition at(Duration elapsed) {
      Duration back = at.plus(away);
      if (within(elapsed, at, back)) {
        return new Condition(false, 1, 1, 0, "down");
      }
      if (within(elapsed, back, back.plus(warmUp))) {
        double warm = (double) elapsed.minus(back).toNanos() / warmUp.toNanos();
        return new Condition(true, coldSpeed + (1 - coldSpeed) * warm, 1, 0, "warming up");
      }
      return Condition.NORMAL;
    }
  }

  private static boolean within(Duration elapsed, Duration from, Duration to) {
    return elapsed.compareTo(from) >= 0 && elapsed.compareTo(to) < 0;
  }
}

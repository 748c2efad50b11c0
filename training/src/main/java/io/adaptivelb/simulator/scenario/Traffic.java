package io.adaptivelb.simulator.scenario;

import io.adaptivelb.simulator.engine.Arrivals;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A Poisson process whose rate follows a load: an exponential of mean 1 is used up by the integral of the rate, slice by
 * slice, which is exact for a rate that is constant within slices of 10 ms. Bursts have a stream of chance of their own.
 */
final class Traffic implements Arrivals {
  private static final double SLICE = 0.01;

  private final double meanRate;
  private final List<Load.Point> profile;
  private final double repeat;
  private final @Nullable Trace trace;
  private final double traceFrom;
  private final double speedup;
  private final double traceMean;
  private final Load.Bursts bursts;
  private final boolean constant;
  private final SplittableRandom random;
  private final SplittableRandom burstRandom;
  private double now;
  private double sliceEnd;
  private double rate;
  private double burstBegins;
  private double burstEnds = Double.NEGATIVE_INFINITY;
  private int profilePosition;

  /** The traffic of a run that lasts so many seconds. */
  Traffic(Load load, double meanRate, double seconds, SplittableRandom random) {
    this.meanRate = meanRate;
    this.profile = new ArrayList<>(load.profile());
    this.bursts = load.bursts();
    this.random = random.split();
    this.burstRandom = random.split();
    repeat = load.repeat().toNanos() * 1e-9;
    trace = load.trace().map(Recording::trace).orElse(null);
    traceFrom = load.traceFrom().toMillis() / 1e3;
    speedup = load.speedup();
    traceMean = trace == null ? 1 : trace.mean(traceFrom, seconds * speedup);
    constant = profile.isEmpty() && trace == null && bursts.every().isZero();
    burstBegins = bursts.every().isZero() ? Double.POSITIVE_INFINITY : gap();
    beginSlice();
  }

  @Override
  public double next() {
    double left = -StrictMath.log(1 - random.nextDouble());
    while (true) {
      double available = (sliceEnd - now) * rate;
      if (left < available) {
        now += left / rate;
        return now;
      }
      if (sliceEnd == Double.POSITIVE_INFINITY) {
        return Double.POSITIVE_INFINITY;
      }
      left -= available;
      now = sliceEnd;
      beginSlice();
    }
  }

  private void beginSlice() {
    sliceEnd = constant ? Double.POSITIVE_INFINITY : now + SLICE;
    rate = constant ? meanRate : meanRate * factor(now) * traceFactor(now) * burstFactor(now);
  }

  /** Linear between the points of the profile. */
  private double factor(double now) {
    if (profile.isEmpty()) {
      return 1;
    }
    double time = repeat > 0 ? now % repeat : now;
    if (profilePosition > 0 && time < seconds(profilePosition - 1)) {
      profilePosition = 0;
    }
    while (profilePosition < profile.size() && seconds(profilePosition) <= time) {
      profilePosition++;
    }
    if (profilePosition == 0) {
      return profile.getFirst().factor();
    }
    if (profilePosition == profile.size()) {
      return profile.getLast().factor();
    }
    double from = seconds(profilePosition - 1);
    double share = (time - from) / (seconds(profilePosition) - from);
    double before = profile.get(profilePosition - 1).factor();
    return before + share * (profile.get(profilePosition).factor() - before);
  }

  private double seconds(int point) {
    return profile.get(point).at().toNanos() * 1e-9;
  }

  private double traceFactor(double time) {
    return trace == null ? 1 : trace.rate(traceFrom + time * speedup) / traceMean;
  }

  private double burstFactor(double time) {
    while (time >= burstBegins) {
      burstEnds = burstBegins + bursts.lasts().toNanos() * 1e-9;
      burstBegins += gap();
    }
    return time < burstEnds ? bursts.factor() : 1;
  }

  private double gap() {
    return bursts.every().toNanos() * -1e-9 * StrictMath.log(1 - burstRandom.nextDouble());
  }
}

package io.adaptivelb.capacity;

import io.adaptivelb.capacity.Estimated.Basis;
import io.adaptivelb.capacity.Estimated.Estimate;
import io.adaptivelb.capacity.Estimated.Unknown;
import io.adaptivelb.features.CapacityReading;
import io.adaptivelb.features.EndpointObservation;
import io.adaptivelb.telemetry.LatencyHistogram;
import java.time.Instant;

/** What is learnt of one endpoint's capacity, tick by tick. Not thread-safe. */
final class EndpointCapacity {
  /** Three minutes of ticks: long against an antagonist's episode, short against a deploy. */
  private static final int MEMORY = 36;

  /** A window that takes longer to see enough is too old to mean anything. */
  private static final double MAX_WINDOW_SECONDS = 60;

  /** Half an hour of ticks, in which a service demand is usual. */
  private static final int LONG_MEMORY = 360;

  /** What a tick without news takes a bad belief back towards what is usual: by half in some 12 s. */
  private static final double DRIFT = 0.25;

  private static final int MIN_RESIDUALS = 10;
  private static final double OFFSET_QUANTILE = 0.2;
  private static final double UNLOADED_QUANTILE = 0.1;

  private final EstimationSettings settings;
  private final RecentValues residuals = new RecentValues(MEMORY);
  private final RecentValues medians = new RecentValues(MEMORY);
  private final RecentValues demands = new RecentValues(MEMORY);

  /** Not forgotten at a restart: what a life is measured by is the lives before it. */
  private final RecentValues usual = new RecentValues(LONG_MEMORY);

  private Instant startTime = Instant.EPOCH;
  private double demand = Double.NaN;
  private double cores = Double.NaN;
  private double speedShare = 1;
  private long successes;
  private Window window = new Window();

  // Of the window that the last tick closed; NaN when it closed none.
  private double rate = Double.NaN;
  private double busyCores = Double.NaN;
  private double median = Double.NaN;
  private double demandReading = Double.NaN;
  private double shareReading = Double.NaN;

  EndpointCapacity(EstimationSettings settings) {
    this.settings = settings;
  }

  /**
   * Takes a tick's observation: forgets all at a restart, then updates the service demand.
   *
   * @return whether enough was seen to conclude anything
   */
  boolean observe(EndpointObservation tick) {
    if (tick.startTime().isAfter(startTime)) {
      if (!startTime.equals(Instant.EPOCH)) {
        forget();
      }
      startTime = tick.startTime();
    }
    rate = Double.NaN;
    median = Double.NaN;
    demandReading = Double.NaN;
    shareReading = Double.NaN;
    window.add(tick);
    boolean enough = window.successes >= settings.minSuccesses();
    if (enough) {
      conclude();
    }
    if (enough || window.seconds > MAX_WINDOW_SECONDS) {
      window = new Window();
    }
    return enough;
  }

  /** Reads service demand, rate and median latency off a window that has seen enough. */
  private void conclude() {
    successes += window.successes;
    if (window.latency.count() > 0) {
      median = window.latency.quantileSeconds(0.5);
      medians.add(median);
    }
    if (window.cores > 0) {
      cores = window.cores;
    }
    busyCores = window.busySeconds / window.seconds;
    double reading = window.busySeconds / window.worked;
    if (reading > 0 && cores > 0) {
      demandReading = reading;
      demands.add(reading);
      usual.add(reading);
      demand = Double.isNaN(demand)
          ? reading
          : Math.exp(
              Math.log(demand) + settings.demandGain() * (Math.log(reading) - Math.log(demand)));
      rate = window.worked / window.seconds;
    }
  }

  /**
   * A tick without news: what was bad drifts back to what is usual. An endpoint that was given little sends little news, and
   * would otherwise be believed bad for ever.
   */
  void drift() {
    speedShare += DRIFT * (1 - speedShare);
    double usual = demands.quantile(0.5);
    if (demand > usual) {
      demand = Math.exp(Math.log(demand) + DRIFT * (Math.log(usual) - Math.log(demand)));
    }
  }

  /** Whether the last tick gave a point for the fleet line. */
  boolean hasPoint() {
    return rate > 0 && median > 0;
  }

  double median() {
    return median;
  }

  double utilisation() {
    return busyCores / cores;
  }

  /** Predicted sojourn time of the last tick, if the endpoint had all of its cores. */
  double sojournSeconds() {
    return QueueingCurve.sojournSeconds(demand, cores, rate);
  }

  /** Compares what the last tick showed with the fleet line, and concludes how many cores are really there. */
  void explain(FleetLine line) {
    if (!hasPoint() || !line.known()) {
      return;
    }
    double predicted = sojournSeconds();
    double offset = residuals.size() >= MIN_RESIDUALS ? residuals.quantile(OFFSET_QUANTILE) : 0;
    if (offset < 0.1 * line.intercept()) {
      offset = 0;
    }
    residuals.add(median - line.at(predicted));
    double observed = (median - offset - line.intercept()) / line.slope();
    double reading = observed > settings.excessRatio() * predicted
        ? QueueingCurve.speedShare(demand, cores, rate, observed, settings.minCoresRatio())
        : 1;
    shareReading = observed > settings.excessRatio() * predicted
        ? QueueingCurve.serversShare(demand, cores, rate, observed, settings.minCoresRatio())
        : 1;
    double gain = reading < speedShare ? settings.coresGainDown() : settings.coresGainUp();
    double least = Math.max(settings.minCoresRatio(), Math.min(1, utilisation()));
    speedShare = Math.clamp(speedShare + gain * (reading - speedShare), least, 1.0);
  }

  /** What the last tick showed, and what is believed after it. */
  CapacityReading reading() {
    double sojourn = rate > 0 && demand > 0
        ? QueueingCurve.sojournSeconds(demand / speedShare, cores, rate)
        : Double.NaN;
    return new CapacityReading(
        demandReading, shareReading, usual.quantile(0.5), demand, speedShare, cores, sojourn);
  }

  Estimated estimate() {
    double unloaded = medians.quantile(UNLOADED_QUANTILE);
    double stretch = median > 0 ? Math.max(1, median / unloaded) : Double.NaN;
    if (demand > 0) {
      return new Estimate(Basis.CPU, demand, cores, cores * speedShare, stretch);
    }
    if (unloaded > 0) {
      double believed = cores > 0 ? cores : 1;
      return new Estimate(Basis.LATENCY, unloaded, believed, believed, stretch);
    }
    return new Unknown(
        successes < settings.minSuccesses()
            ? "%d successes in this window, %d are needed"
                .formatted(window.successes, settings.minSuccesses())
            : "neither CPU nor latency is reported");
  }

  private void forget() {
    residuals.clear();
    medians.clear();
    demands.clear();
    demand = Double.NaN;
    speedShare = 1;
    successes = 0;
    window = new Window();
  }

  /** As many ticks as it takes to see enough successes: one under traffic, several where an endpoint has little. */
  private static final class Window {
    double seconds;
    double busySeconds;
    double worked;
    double cores = Double.NaN;
    long successes;
    LatencyHistogram latency = LatencyHistogram.EMPTY;

    void add(EndpointObservation tick) {
      seconds += tick.seconds();
      busySeconds += tick.resources().busyCores() * tick.seconds();
      cores = tick.resources().cores();
      successes += tick.outcomes().successes();
      // A request that timed out has done its work too, as far as the endpoint knows.
      worked += (double) tick.outcomes().successes() + tick.outcomes().timeouts();
      latency = latency.plus(tick.latency());
    }
  }
}

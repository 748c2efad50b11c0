package io.adaptivelb.features;

import io.adaptivelb.domain.EndpointId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A cluster's past, and the feature vectors that it makes: five minutes of ticks, half an hour of deviations, and what endpoints
 * were like at an age. Training and serving feed it the same observations and get the same bits. It has no clock: the caller says
 * what time it is. Not thread-safe.
 *
 * <p>What it costs in memory and time: {@code FeatureWindowsBenchmark}.
 */
public final class FeatureWindows {
  private static final TickSignal[] ORDER = TickSignal.values();
  private static final TickSignal[] STRETCHED = {
    TickSignal.LATENCY_P50, TickSignal.LATENCY_P95, TickSignal.LATENCY_P99
  };
  private static final int RATE = TickSignal.REQUESTS_PER_SECOND.place();
  private static final int MEAN_OF_FIVE_MINUTES = 4 * 2;

  /** With less of its usual traffic an endpoint that seems well may only be unburdened. */
  private static final double ENOUGH_TRAFFIC = 0.6;

  /** What speaks for itself, however little traffic there is. */
  private static final double DISTRESS = -0.25;

  private final Map<EndpointId, Member> members = new LinkedHashMap<>();
  private final Cohort cohort = new Cohort();
  private final Moment moment = new Moment();

  /**
   * Takes an endpoint's tick; a restart since the last one makes it forget what was before, all but its seasons.
   *
   * @param reading what the tick says of its capacity
   * @return whether the endpoint had the traffic that it takes to see what it can do
   */
  public boolean add(EndpointObservation tick, CapacityReading reading) {
    Member member = members.computeIfAbsent(tick.endpoint(), id -> new Member());
    if (tick.startTime().isAfter(member.startTime)) {
      if (!member.startTime.equals(Instant.EPOCH)) {
        member.series.clear();
      }
      member.startTime = tick.startTime();
    }
    member.add(tick);
    member.reading = reading;
    for (int i = 0; i < STRETCHED.length; i++) {
      member.stretches[i].add(STRETCHED[i].of(tick), reading.sojournSeconds());
    }
    long millis = tick.time().toEpochMilli();
    double deviation = reading.deviation();
    boolean shown = deviation < DISTRESS || member.hasEnoughTraffic(millis);
    member.season.add(millis, shown ? deviation : Double.NaN);
    if (shown) {
      cohort.add(Cohort.age(member.startTime, tick.time()), deviation);
    }
    return shown;
  }

  /** Forgets all endpoints but these. */
  public void retain(Collection<EndpointId> endpoints) {
    members.keySet().retainAll(endpoints);
  }

  /**
   * The features of every endpoint that was ever added.
   *
   * @param now the moment that they speak of
   * @param plannedRequestsPerSecond the load that an endpoint is about to get; NaN when none is planned
   */
  public Map<EndpointId, FeatureVector> vectors(
      Instant now, ToDoubleFunction<EndpointId> plannedRequestsPerSecond) {
    long millis = now.toEpochMilli();
    moment.medians = new float[ORDER.length];
    for (int s = 0; s < ORDER.length; s++) {
      moment.medians[s] = median(s, millis);
    }
    moment.cohort = cohort;
    moment.clusterTrend = clusterTrend(millis);
    Map<EndpointId, FeatureVector> vectors = new LinkedHashMap<>(members.size() * 2);
    members.forEach((id, member) -> {
      for (int s = 0; s < ORDER.length; s++) {
        moment.newest[s] = member.series.newest(s, millis);
        if (s != RATE) {
          member.series.statistics(s, millis, moment.statistics, s * Moment.STATISTICS);
        }
      }
      System.arraycopy(
          member.rates(millis), 0, moment.statistics, RATE * Moment.STATISTICS, Moment.STATISTICS);
      moment.ageMillis = Cohort.age(member.startTime, now);
      moment.reading = member.reading;
      moment.season = member.season;
      moment.stretches = member.stretches;
      moment.plannedRate = plannedRequestsPerSecond.applyAsDouble(id);
      vectors.put(id, FeatureSchema.CURRENT.of(moment));
    });
    return vectors;
  }

  private double clusterTrend(long millis) {
    double now = 0;
    double mean = 0;
    for (Member member : members.values()) {
      float newest = member.series.newest(RATE, millis);
      float usual = member.rates(millis)[MEAN_OF_FIVE_MINUTES];
      now += Float.isNaN(newest) ? 0 : newest;
      mean += Float.isNaN(usual) ? 0 : usual;
    }
    return now > 0 && mean > 0 ? Math.log(now / mean) : Double.NaN;
  }

  private float median(int signal, long millis) {
    float[] values = new float[members.size()];
    int n = 0;
    for (Member member : members.values()) {
      float value = member.series.newest(signal, millis);
      if (!Float.isNaN(value)) {
        values[n++] = value;
      }
    }
    if (n == 0) {
      return Float.NaN;
    }
    Arrays.sort(values, 0, n);
    return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
  }

  private static final class Member {
    final TickSeries series = new TickSeries();
    final Season season = new Season();
    final Stretch[] stretches = {new Stretch(), new Stretch(), new Stretch()};
    Instant startTime = Instant.EPOCH;
    CapacityReading reading = CapacityReading.NONE;
    private final float[] rates = new float[Moment.STATISTICS];
    private long ratesAt = Long.MIN_VALUE;

    void add(EndpointObservation tick) {
      series.add(tick);
      ratesAt = Long.MIN_VALUE;
    }

    /** The statistics of its requests per second, which are asked for three times a tick. */
    float[] rates(long millis) {
      if (ratesAt != millis) {
        series.statistics(RATE, millis, rates, 0);
        ratesAt = millis;
      }
      return rates;
    }

    boolean hasEnoughTraffic(long millis) {
      return !(series.newest(RATE, millis) < ENOUGH_TRAFFIC * rates(millis)[MEAN_OF_FIVE_MINUTES]);
    }
  }
}

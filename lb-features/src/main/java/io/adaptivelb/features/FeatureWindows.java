package io.adaptivelb.features;

import io.adaptivelb.domain.Endpoint;
import io.adaptivelb.domain.EndpointId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.zip.CRC32C;

/**
 * A cluster's last five minutes, and the feature vectors that they make. Training and serving feed it the same observations
 * and get the same bits. It has no clock: the caller says what time it is. Not thread-safe.
 *
 * <p>What it costs in memory and time: {@code FeatureWindowsBenchmark}.
 */
public final class FeatureWindows {
  private static final TickSignal[] ORDER = TickSignal.values();
  private static final int SIGNALS = ORDER.length;
  private static final int STATISTICS = 4 * FeatureSchema.WINDOW_SECONDS.size();
  private static final int RELATIVE = SIGNALS * (1 + STATISTICS);
  private static final int CONTEXT = RELATIVE + SIGNALS;
  /** Every float below holds its integer exactly; two of 100 names share one with a probability of 0.03 %. */
  private static final int CODES = 1 << 24;

  private final Map<EndpointId, Member> members = new LinkedHashMap<>();

  /** Takes an endpoint's tick; a restart since the last one makes it forget what was before. */
  public void add(Endpoint endpoint, EndpointObservation tick) {
    Member member = members.computeIfAbsent(endpoint.id(), id -> new Member(endpoint));
    member.endpoint = endpoint;
    if (tick.startTime().isAfter(member.startTime)) {
      if (!member.startTime.equals(Instant.EPOCH)) {
        member.series.clear();
      }
      member.startTime = tick.startTime();
    }
    if (tick.resources().cores() > 0) {
      member.cores = tick.resources().cores();
    }
    member.series.add(tick);
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
    float[] medians = new float[SIGNALS];
    for (int s = 0; s < SIGNALS; s++) {
      medians[s] = median(s, millis);
    }
    Map<EndpointId, FeatureVector> vectors = new LinkedHashMap<>(members.size() * 2);
    members.forEach((id, member) -> {
      float[] values = new float[FeatureSchema.CURRENT.size()];
      for (int s = 0; s < SIGNALS; s++) {
        values[s] = member.series.newest(s, millis);
        member.series.statistics(s, millis, values, SIGNALS + s * STATISTICS);
        values[RELATIVE + s] = relative(s, values[s], medians[s]);
      }
      context(member, now, plannedRequestsPerSecond.applyAsDouble(id), values);
      vectors.put(id, new FeatureVector(FeatureSchema.CURRENT, values));
    });
    return vectors;
  }

  private static float relative(int signal, float value, float median) {
    if (ORDER[signal].comparedByDifference()) {
      return value - median;
    }
    return median == 0 ? Float.NaN : TickSeries.finite((double) value / median);
  }

  private static void context(Member member, Instant now, double planned, float[] values) {
    double day = LocalTime.ofInstant(now, ZoneOffset.UTC).toNanoOfDay()
        / (double) Duration.ofDays(1).toNanos();
    int at = CONTEXT;
    values[at++] = member.startTime.equals(Instant.EPOCH)
        ? Float.NaN
        : (float) Math.max(0, seconds(Duration.between(member.startTime, now)));
    values[at++] = (float) Math.sin(2 * Math.PI * day);
    values[at++] = (float) Math.cos(2 * Math.PI * day);
    var locality = member.endpoint.locality();
    values[at++] = code(locality.zone().isEmpty() ? "" : locality.region() + "/" + locality.zone());
    values[at++] = code(hardware(member.endpoint));
    values[at++] = TickSeries.finite(planned);
    values[at] = TickSeries.finite(planned / member.cores);
  }

  /** Not by toMillis, which overflows for a start that a lying endpoint puts into the dawn of time. */
  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() * 1e-9;
  }

  private static String hardware(Endpoint endpoint) {
    for (String label : FeatureSchema.HARDWARE_LABELS) {
      String value = endpoint.labels().get(label);
      if (value != null) {
        return value;
      }
    }
    return "";
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

  /**
   * A category as a number that is the same in every process: training and serving need no dictionary in common, and a tree
   * cuts any one code out with two splits. A name that a model never saw falls somewhere arbitrary.
   */
  private static float code(String text) {
    if (text.isEmpty()) {
      return Float.NaN;
    }
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue() % CODES;
  }

  private static final class Member {
    Endpoint endpoint;
    final TickSeries series = new TickSeries();
    Instant startTime = Instant.EPOCH;
    double cores = Double.NaN;

    Member(Endpoint endpoint) {
      this.endpoint = endpoint;
    }
  }
}

package io.adaptivelb.store;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.telemetry.CircuitBreaker;
import io.adaptivelb.telemetry.LatencyHistogram;
import io.adaptivelb.telemetry.Observer;
import io.adaptivelb.telemetry.Outcomes;
import io.adaptivelb.telemetry.Resources;
import io.adaptivelb.telemetry.TelemetrySample;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;

/**
 * A sample as bytes, but for what its key says (who, by whom, when). Not thread-safe.
 *
 * <p>Layout of version 1: version (1 byte), presence flags (2 bytes), then, each only if its flag is set, varints and
 * 8-byte doubles in the order of {@link #encode}, then CRC-32C over key and value. A histogram is sparse: the non-empty
 * buckets as pairs of distance and count. A sample of some hundred requests takes about 160 bytes, half of them histogram.
 */
final class SampleCodec {
  static final int VERSION = 1;

  private static final int IN_FLIGHT_WHOLE = 1;
  private static final int IN_FLIGHT_DOUBLE = 1 << 1;
  private static final int CORES = 1 << 2;
  private static final int BUSY_CORES = 1 << 3;
  private static final int LOAD_AVERAGE = 1 << 4;
  private static final int MEMORY = 1 << 5;
  private static final int START_TIME = 1 << 6;
  private static final int LATENCY = 1 << 7;
  private static final int SUCCESSES = 1 << 8;
  private static final int SERVER_ERRORS = 1 << 9;
  private static final int REJECTIONS = 1 << 10;
  private static final int TIMEOUTS = 1 << 11;
  private static final int CONNECTION_FAILURES = 1 << 12;
  private static final int WHOLE_MILLIS = 1 << 13;
  private static final int BREAKER_AT = 14;
  private static final int FLAGS_AT = 1;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int BUCKETS = LatencyHistogram.MAX_INDEX - LatencyHistogram.MIN_INDEX + 1;

  private final Checksum checksum = new Checksum();
  private int flags;

  /** Replaces what is in {@code out}. */
  void encode(byte[] key, TelemetrySample sample, ByteWriter out) {
    out.clear();
    flags = code(sample.circuitBreaker()) << BREAKER_AT;
    out.writeByte(VERSION);
    out.writeShort(0);
    writeTimes(sample, out);
    writeOutcomes(sample.outcomes(), out);
    writeInFlight(sample.inFlight(), out);
    writeGauge(CORES, sample.resources().cores(), out);
    writeGauge(BUSY_CORES, sample.resources().busyCores(), out);
    writeGauge(LOAD_AVERAGE, sample.resources().loadAveragePerCore(), out);
    writeGauge(MEMORY, sample.resources().memoryRatio(), out);
    writeLatency(sample.latency(), out);
    out.setShort(FLAGS_AT, flags);
    checksum.append(key, out);
  }

  private void writeTimes(TelemetrySample sample, ByteWriter out) {
    int nanos = sample.time().get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MILLI;
    long interval = sample.interval().toNanos();
    if (nanos == 0 && interval % NANOS_PER_MILLI == 0) {
      flags |= WHOLE_MILLIS;
      out.writeVarint(interval / NANOS_PER_MILLI);
    } else {
      out.writeVarint(nanos);
      out.writeVarint(interval);
    }
    if (!sample.startTime().equals(Instant.EPOCH)) {
      flags |= START_TIME;
      out.writeSigned(sample.startTime().getEpochSecond());
      out.writeVarint(sample.startTime().get(ChronoField.NANO_OF_SECOND));
    }
  }

  private void writeOutcomes(Outcomes outcomes, ByteWriter out) {
    writeCount(SUCCESSES, outcomes.successes(), out);
    writeCount(SERVER_ERRORS, outcomes.serverErrors(), out);
    writeCount(REJECTIONS, outcomes.rejections(), out);
    writeCount(TIMEOUTS, outcomes.timeouts(), out);
    writeCount(CONNECTION_FAILURES, outcomes.connectionFailures(), out);
  }

  private void writeCount(int flag, long count, ByteWriter out) {
    if (count != 0) {
      flags |= flag;
      out.writeVarint(count);
    }
  }

  private void writeInFlight(double inFlight, ByteWriter out) {
    long whole = (long) inFlight;
    if (whole == inFlight && Double.doubleToLongBits(inFlight) != Double.doubleToLongBits(-0.0)) {
      flags |= IN_FLIGHT_WHOLE;
      out.writeVarint(whole);
    } else {
      writeGauge(IN_FLIGHT_DOUBLE, inFlight, out);
    }
  }

  private void writeGauge(int flag, double value, ByteWriter out) {
    if (!Double.isNaN(value)) {
      flags |= flag;
      out.writeDouble(value);
    }
  }

  private void writeLatency(LatencyHistogram latency, ByteWriter out) {
    if (latency.count() == 0) {
      return;
    }
    flags |= LATENCY;
    int filled = 0;
    for (int i = 0; i < latency.bucketCount(); i++) {
      filled += latency.bucket(i) > 0 ? 1 : 0;
    }
    out.writeVarint(latency.sumNanos());
    out.writeSigned(latency.offset());
    out.writeVarint(filled);
    int last = -1;
    for (int i = 0; i < latency.bucketCount(); i++) {
      long count = latency.bucket(i);
      if (count > 0) {
        out.writeVarint(i - last - 1);
        out.writeVarint(count);
        last = i;
      }
    }
  }

  /**
   * The sample, given whom its key speaks of.
   *
   * @throws CorruptRecordException when these bytes are not what {@link #encode} wrote under that key
   */
  TelemetrySample decode(
      byte[] key, byte[] value, ClusterId cluster, EndpointId endpoint, Observer observer)
      throws CorruptRecordException {
    ByteReader in = checksum.verified(key, value);
    int version = in.readByte();
    if (version != VERSION) {
      throw new CorruptRecordException(
          "version %d; this program reads %d".formatted(version, VERSION));
    }
    try {
      TelemetrySample sample = read(in, SampleKey.epochMillis(key), cluster, endpoint, observer);
      in.requireEnd();
      return sample;
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new CorruptRecordException("a value is out of range: " + e.getMessage(), e);
    }
  }

  private TelemetrySample read(
      ByteReader in, long epochMillis, ClusterId cluster, EndpointId endpoint, Observer observer)
      throws CorruptRecordException {
    flags = in.readShort();
    boolean wholeMillis = has(WHOLE_MILLIS);
    int nanos = wholeMillis ? 0 : in.readVarint(NANOS_PER_MILLI - 1);
    long interval = in.readVarint();
    Instant startTime = has(START_TIME)
        ? Instant.ofEpochSecond(in.readSigned(), in.readVarint(999_999_999))
        : Instant.EPOCH;
    Outcomes outcomes = new Outcomes(
        readCount(SUCCESSES, in),
        readCount(SERVER_ERRORS, in),
        readCount(REJECTIONS, in),
        readCount(TIMEOUTS, in),
        readCount(CONNECTION_FAILURES, in));
    double inFlight =
        has(IN_FLIGHT_WHOLE) ? (double) in.readVarint() : readGauge(IN_FLIGHT_DOUBLE, in);
    Resources resources = new Resources(
        readGauge(CORES, in),
        readGauge(BUSY_CORES, in),
        readGauge(LOAD_AVERAGE, in),
        readGauge(MEMORY, in));
    LatencyHistogram latency = has(LATENCY) ? readLatency(in) : LatencyHistogram.EMPTY;
    return new TelemetrySample(
        cluster,
        endpoint,
        observer,
        Instant.ofEpochMilli(epochMillis).plusNanos(nanos),
        wholeMillis ? Duration.ofMillis(interval) : Duration.ofNanos(interval),
        outcomes,
        latency,
        inFlight,
        resources,
        breaker(flags >>> BREAKER_AT),
        startTime);
  }

  /** The codes are on disk: they never change, whatever becomes of the enum. */
  private static int code(CircuitBreaker breaker) {
    return switch (breaker) {
      case UNKNOWN -> 0;
      case CLOSED -> 1;
      case HALF_OPEN -> 2;
      case OPEN -> 3;
    };
  }

  private static CircuitBreaker breaker(int code) {
    return switch (code) {
      case 1 -> CircuitBreaker.CLOSED;
      case 2 -> CircuitBreaker.HALF_OPEN;
      case 3 -> CircuitBreaker.OPEN;
      default -> CircuitBreaker.UNKNOWN;
    };
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  private long readCount(int flag, ByteReader in) throws CorruptRecordException {
    return has(flag) ? in.readVarint() : 0;
  }

  private double readGauge(int flag, ByteReader in) throws CorruptRecordException {
    return has(flag) ? in.readDouble() : Double.NaN;
  }

  private static LatencyHistogram readLatency(ByteReader in) throws CorruptRecordException {
    long sumNanos = in.readVarint();
    long offset = in.readSigned();
    if (offset < LatencyHistogram.MIN_INDEX || offset > LatencyHistogram.MAX_INDEX) {
      throw new CorruptRecordException("histogram offset %d is out of range".formatted(offset));
    }
    long[] counts = new long[BUCKETS - ((int) offset - LatencyHistogram.MIN_INDEX)];
    int filled = in.readVarint(counts.length);
    int at = -1;
    for (int i = 0; i < filled; i++) {
      at += 1 + in.readVarint(BUCKETS);
      if (at >= counts.length) {
        throw new CorruptRecordException("histogram bucket %d is out of range".formatted(at));
      }
      counts[at] = in.readVarint();
    }
    return LatencyHistogram.ofNanos((int) offset, counts, sumNanos);
  }
}

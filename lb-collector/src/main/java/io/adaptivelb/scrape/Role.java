package io.adaptivelb.scrape;

import io.adaptivelb.clusters.MappingSettings;
import java.util.List;
import java.util.function.Function;

/** What a series may mean. */
enum Role {
  SUCCESSES(Kind.COUNTER, MappingSettings::successes),
  SERVER_ERRORS(Kind.COUNTER, MappingSettings::serverErrors),
  REJECTIONS(Kind.COUNTER, MappingSettings::rejections),
  TIMEOUTS(Kind.COUNTER, MappingSettings::timeouts),
  CPU_SECONDS(Kind.COUNTER, MappingSettings::cpuSeconds),
  LATENCY_SUM(Kind.COUNTER, MappingSettings::latencySum),
  LATENCY_BUCKETS(Kind.BUCKET, MappingSettings::latencyBuckets),
  IN_FLIGHT(Kind.GAUGE, MappingSettings::inFlight),
  START_TIME(Kind.GAUGE, MappingSettings::startTime),
  CORES(Kind.GAUGE, MappingSettings::cores),
  // Negative is how JVMs and operating systems say that they do not know these.
  CPU_RATIO(Kind.OPTIONAL_GAUGE, MappingSettings::cpuRatio),
  LOAD_AVERAGE(Kind.OPTIONAL_GAUGE, MappingSettings::loadAverage),
  MEMORY_USED(Kind.OPTIONAL_GAUGE, MappingSettings::memoryUsed),
  MEMORY_AVAILABLE(Kind.OPTIONAL_GAUGE, MappingSettings::memoryAvailable),
  MEMORY_MAX(Kind.OPTIONAL_GAUGE, MappingSettings::memoryMax);

  /** What values are allowed. */
  enum Kind {
    /** Finite and ≥ 0; differences count. */
    COUNTER,
    /** A cumulative bucket: as a counter, with a bound. */
    BUCKET,
    /** Finite and ≥ 0; NaN is not reported. */
    GAUGE,
    /** Finite; negative and NaN are not reported. */
    OPTIONAL_GAUGE
  }

  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // references to accessors
  private final Function<MappingSettings, List<String>> selectors;

  Role(Kind kind, Function<MappingSettings, List<String>> selectors) {
    this.kind = kind;
    this.selectors = selectors;
  }

  /** Its place in arrays that hold something for every role; means nothing outside this process. */
  @SuppressWarnings("EnumOrdinal")
  int index() {
    return ordinal();
  }

  Kind kind() {
    return kind;
  }

  List<String> selectors(MappingSettings mapping) {
    return selectors.apply(mapping);
  }
}

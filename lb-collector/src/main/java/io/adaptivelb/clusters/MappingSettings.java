package io.adaptivelb.clusters;

import io.adaptivelb.exposition.Selector;
import java.util.List;

/**
 * Which series of a page mean what. Every text is a {@link Selector}; a role that is left out is not reported. Where
 * several selectors stand for a role, what they find adds up.
 *
 * @param successes counter: requests answered, and not by a server error
 * @param serverErrors counter: requests answered with 5xx, rejections apart
 * @param rejections counter: requests refused for overload
 * @param timeouts counter: requests given up before an answer
 * @param latencyBuckets classic histogram ({@code _bucket}) of the successes' durations; the factor converts the bounds
 *     to seconds
 * @param latencySum counter: the sum of these durations; the factor converts it to seconds
 * @param inFlight gauge: requests being served or queued
 * @param cores gauge: the CPU that the endpoint may use
 * @param cpuSeconds counter: CPU time used
 * @param cpuRatio gauge: share of the cores in use; where both are there, {@code cpuSeconds} wins
 * @param loadAverage gauge: runnable threads, 1 minute mean, over all cores
 * @param memoryUsed gauge: bytes in use
 * @param memoryAvailable gauge: bytes not in use, for pages that do not say what is
 * @param memoryMax gauge: bytes that may be in use
 * @param startTime gauge: when the process started, in seconds since 1970
 */
public record MappingSettings(
    List<String> successes,
    List<String> serverErrors,
    List<String> rejections,
    List<String> timeouts,
    List<String> latencyBuckets,
    List<String> latencySum,
    List<String> inFlight,
    List<String> cores,
    List<String> cpuSeconds,
    List<String> cpuRatio,
    List<String> loadAverage,
    List<String> memoryUsed,
    List<String> memoryAvailable,
    List<String> memoryMax,
    List<String> startTime) {
  /** Throws {@link IllegalArgumentException} naming the key and the selector that cannot be read. */
  public MappingSettings {
    successes = check("successes", successes);
    serverErrors = check("serverErrors", serverErrors);
    rejections = check("rejections", rejections);
    timeouts = check("timeouts", timeouts);
    latencyBuckets = check("latencyBuckets", latencyBuckets);
    latencySum = check("latencySum", latencySum);
    inFlight = check("inFlight", inFlight);
    cores = check("cores", cores);
    cpuSeconds = check("cpuSeconds", cpuSeconds);
    cpuRatio = check("cpuRatio", cpuRatio);
    loadAverage = check("loadAverage", loadAverage);
    memoryUsed = check("memoryUsed", memoryUsed);
    memoryAvailable = check("memoryAvailable", memoryAvailable);
    memoryMax = check("memoryMax", memoryMax);
    startTime = check("startTime", startTime);
    for (String buckets : latencyBuckets) {
      Selector selector = Selector.parse(buckets);
      if (!selector.name().endsWith("_bucket") || selector.factor() <= 0) {
        throw new IllegalArgumentException(
            "latencyBuckets: \"%s\" must name a series that ends in _bucket, with a factor > 0"
                .formatted(buckets));
      }
    }
  }

  private static List<String> check(String key, List<String> selectors) {
    List<String> checked = Defaults.list(selectors);
    for (String selector : checked) {
      try {
        Selector.parse(selector);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
      }
    }
    return checked;
  }
}

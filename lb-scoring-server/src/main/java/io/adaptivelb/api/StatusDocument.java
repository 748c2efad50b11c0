package io.adaptivelb.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server at a glance.
 *
 * @param build the version of the program
 * @param started when the server started
 * @param time now, by the server's clock
 * @param healthy whether every health check passes
 * @param checks the health checks by name
 * @param clusters by name
 * @param targets what the collectors pull
 * @param plugins what each plugin says of itself
 * @param overrides how many are in force
 * @param recovery what the ledger cut off at the start; empty when nothing
 */
public record StatusDocument(
    String build,
    Instant started,
    Instant time,
    boolean healthy,
    Map<String, Check> checks,
    List<ClusterDocument> clusters,
    List<Target> targets,
    Map<String, Map<String, String>> plugins,
    int overrides,
    String recovery) {
  /** Copies the lists. */
  public StatusDocument {
    clusters = List.copyOf(clusters);
    targets = List.copyOf(targets);
  }

  /**
   * The outcome of a health check.
   *
   * @param healthy whether it passes
   * @param message what it saw
   */
  public record Check(boolean healthy, @Nullable String message) {}

  /**
   * One thing that a collector pulls from.
   *
   * @param cluster whose telemetry
   * @param name the address
   * @param source the kind of source
   * @param lastSuccess when it last answered well
   * @param failures how often it failed since
   * @param error how it failed last
   */
  public record Target(
      String cluster,
      String name,
      String source,
      @Nullable Instant lastSuccess,
      long failures,
      @Nullable String error) {}
}

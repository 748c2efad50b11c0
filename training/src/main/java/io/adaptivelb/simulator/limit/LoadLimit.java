package io.adaptivelb.simulator.limit;

/**
 * The highest load at which a policy keeps an {@link Objective}.
 *
 * @param scenario the scenario's name
 * @param policy the policy's name
 * @param seeds runs per load
 * @param maxUtilisation the load as a share of what all endpoints can do without faults; 0 when even the lowest failed
 * @param requestsPerSecond the same as the mean rate before the profile
 * @param p99Millis p99 of the successes at that load (at the lowest, if that failed), geometric mean of the seeds
 * @param errorRatio share of requests that failed there, mean of the seeds
 * @param outcome whether the limit lies within the range that was searched
 */
public record LoadLimit(
    String scenario,
    String policy,
    int seeds,
    double maxUtilisation,
    double requestsPerSecond,
    double p99Millis,
    double errorRatio,
    Outcome outcome) {
  /** Where the limit lies. */
  public enum Outcome {
    /** Within the range: this load holds, and a hundredth more does not. */
    FOUND,
    /** Even the lowest load fails. */
    BELOW_LOWEST,
    /** Even the highest load holds. */
    ABOVE_HIGHEST
  }
}

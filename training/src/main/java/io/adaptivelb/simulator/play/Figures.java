package io.adaptivelb.simulator.play;

/**
 * What a policy reached in a scenario under one seed. Latency quantiles are of the successes; penalised ones count a failed
 * request as 1 s (or as long as it took, if longer).
 *
 * @param scenario the scenario's name
 * @param policy the policy's name
 * @param seed the seed
 * @param requests measured: those sent after the warm-up
 * @param p50Millis median
 * @param p90Millis 0.9-quantile
 * @param p95Millis 0.95-quantile
 * @param p99Millis 0.99-quantile
 * @param p999Millis 0.999-quantile
 * @param p99PenalisedMillis 0.99-quantile over all requests, failures as 1 s
 * @param errorRatio share of requests that failed, for whatever reason
 * @param goodputAtSlo share of requests that were answered well within the SLO
 * @param maxUtilisationRatio the busiest endpoint's CPU over the mean of all, mean of windows of 5 s
 * @param oscillation 0…1: how much of the traffic alternates, {@code Σ|x₊ − 2x + x₋| / (4 Σx)} over windows of 5 s; noise alone
 *     gives some hundredths
 * @param pushesPerMinute weight updates by the control plane
 */
public record Figures(
    String scenario,
    String policy,
    long seed,
    long requests,
    double p50Millis,
    double p90Millis,
    double p95Millis,
    double p99Millis,
    double p999Millis,
    double p99PenalisedMillis,
    double errorRatio,
    double goodputAtSlo,
    double maxUtilisationRatio,
    double oscillation,
    double pushesPerMinute) {}

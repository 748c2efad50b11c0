package io.adaptivelb.api;

import io.adaptivelb.weights.HealthStatus;

/**
 * What a change does to one endpoint.
 *
 * @param cluster the cluster
 * @param endpoint {@code host:port}
 * @param weightBefore 1…10 000
 * @param weightAfter 1…10 000
 * @param statusBefore what proxies were told
 * @param statusAfter what proxies will be told
 */
public record WeightChange(
    String cluster,
    String endpoint,
    int weightBefore,
    int weightAfter,
    HealthStatus statusBefore,
    HealthStatus statusAfter) {}

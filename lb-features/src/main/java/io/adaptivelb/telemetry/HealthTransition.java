package io.adaptivelb.telemetry;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import java.time.Instant;

/**
 * An active health check changed its mind about an endpoint, after its rise or fall count.
 *
 * @param cluster the cluster
 * @param endpoint the endpoint
 * @param time of the deciding check
 * @param healthy what it is now
 * @param reason the deciding check's own words: "connection refused", "HTTP 503"
 */
public record HealthTransition(
    ClusterId cluster, EndpointId endpoint, Instant time, boolean healthy, String reason)
    implements Signal {}

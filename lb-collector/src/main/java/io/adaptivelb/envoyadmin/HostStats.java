package io.adaptivelb.envoyadmin;

import io.adaptivelb.domain.EndpointId;

/**
 * One host of a cluster as Envoy shows it; counters since the host was added. Immutable.
 *
 * @param id its address
 * @param hostname the name that it was resolved from; "" without one
 * @param total requests that found a connection
 * @param success answered, and not by a server error
 * @param error answered by a server error, timed out, or lost: timeouts and failed connections are in it too
 * @param timeout given up by Envoy
 * @param connectFail connections that could not be made
 * @param active requests at the host, those included that wait for a connection
 * @param failedHealthCheck Envoy's own active health check says so
 * @param ejected by Envoy's outlier detection
 */
public record HostStats(
    EndpointId id,
    String hostname,
    double total,
    double success,
    double error,
    double timeout,
    double connectFail,
    double active,
    boolean failedHealthCheck,
    boolean ejected) {}

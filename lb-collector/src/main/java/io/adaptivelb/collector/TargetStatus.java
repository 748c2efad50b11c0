package io.adaptivelb.collector;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.failure.FailureCode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How reading one target went. Immutable.
 *
 * @param cluster the cluster
 * @param source which of its sources
 * @param target the endpoint, proxy, file or name that is asked
 * @param lastSuccess null: never
 * @param lastFailure null: never
 * @param code of the last failure; null: none
 * @param message of the last failure; "" without one
 * @param latency of the last success
 * @param bytes of the last success
 * @param successes since the start
 * @param failures since the start
 * @param ok whether the last attempt succeeded; false before the first
 */
public record TargetStatus(
    ClusterId cluster,
    Source source,
    String target,
    @Nullable Instant lastSuccess,
    @Nullable Instant lastFailure,
    @Nullable FailureCode code,
    String message,
    Duration latency,
    long bytes,
    long successes,
    long failures,
    boolean ok) {}

package io.adaptivelb.prediction;

import io.adaptivelb.domain.ClusterId;
import io.adaptivelb.domain.EndpointId;
import io.adaptivelb.features.FeatureVector;
import java.time.Instant;

/**
 * One endpoint at one moment, and what came of it: a row of the data that models learn from.
 *
 * @param time when the features were computed; the aftermath is that of the tick after it
 * @param cluster the cluster
 * @param endpoint the endpoint; no feature may tell which one it is
 * @param features what was known
 * @param aftermath what came of it
 */
public record Example(
    Instant time,
    ClusterId cluster,
    EndpointId endpoint,
    FeatureVector features,
    Aftermath aftermath) {}

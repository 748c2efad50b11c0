package io.adaptivelb.api;

import org.jspecify.annotations.Nullable;

/**
 * How stable a cluster's loop is: weights move load, load moves telemetry, and telemetry moves weights.
 *
 * @param gain how far a tick moves a weight towards its target, on the log scale; 0…1
 * @param factor what damping leaves of the configured gain; 1 when it does not damp
 * @param elasticity by how many per cent targets fall when weights rise by one; absent while they do not follow them visibly
 * @param delayTicks ticks until they do; absent with the elasticity
 * @param margin how often gain times elasticity goes into the limit of stability; absent with the elasticity
 * @param explainedRatio share of the targets' changes that earlier changes of weights explain; 0…1
 * @param oscillatingEndpoints endpoints whose weights swing to and fro
 */
public record StabilityDocument(
    double gain,
    double factor,
    @Nullable Double elasticity,
    @Nullable Double delayTicks,
    @Nullable Double margin,
    double explainedRatio,
    int oscillatingEndpoints) {}

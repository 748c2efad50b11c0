package io.adaptivelb.features;

/**
 * What one number of a {@link FeatureVector} means.
 *
 * @param name unique in its schema: {@code latency_p95_seconds.1m.slope}
 * @param unit base unit, {@code 1} for ratios
 * @param window the time that it looks back on, {@code now} for the newest tick, {@code -} where there is none
 * @param definition in words or a formula
 * @param missing when it is NaN
 */
public record FeatureDefinition(
    String name, String unit, String window, String definition, String missing) {}

package io.adaptivelb.prediction;

import io.adaptivelb.rollout.Skill;

/**
 * How a model fares in a cluster.
 *
 * @param model its version
 * @param trust how far it is believed, 0…1
 * @param skill its record
 * @param forecasts of how many endpoints it expects a change that it is believed
 * @param strangeShare which share of what the cluster shows lately is nothing that it was trained on, 0…1; 0 where it does not tell
 *     what it was trained on
 * @param outOfDepth whether that is so much that it is not asked
 */
public record Voice(
    String model,
    double trust,
    Skill skill,
    int forecasts,
    double strangeShare,
    boolean outOfDepth) {}

package io.adaptivelb.prediction;

import io.adaptivelb.rollout.Skill;

/**
 * How a model fares in a cluster.
 *
 * @param model its version
 * @param trust how far it is believed, 0…1
 * @param skill its record
 * @param forecasts of how many endpoints it expects a change that it is believed
 */
public record Voice(String model, double trust, Skill skill, int forecasts) {}

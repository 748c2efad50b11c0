package io.adaptivelb.api;

import io.adaptivelb.prediction.Voice;

/**
 * How a model fares in a cluster.
 *
 * @param model its version, or the name of the one that comes along
 * @param trust how far it is believed, by its own record there; 0…1
 * @param saved by its predictions of the last minutes, against predicting no change, in squares of the logarithm
 * @param cost of those that were worse than predicting none
 * @param forecasts endpoints of which it expects a change now, as far as it is believed
 * @param strangeShare of what the cluster shows lately, nothing that it was trained on; 0…1
 * @param outOfDepth whether that is so much that it is not asked
 */
public record ModelRecord(
    String model,
    double trust,
    double saved,
    double cost,
    int forecasts,
    double strangeShare,
    boolean outOfDepth) {
  /** The document of a record. */
  static ModelRecord of(Voice voice) {
    return new ModelRecord(
        voice.model(),
        voice.trust(),
        voice.skill().saved(),
        voice.skill().cost(),
        voice.forecasts(),
        voice.strangeShare(),
        voice.outOfDepth());
  }
}

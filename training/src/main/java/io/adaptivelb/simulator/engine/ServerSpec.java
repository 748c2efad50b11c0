package io.adaptivelb.simulator.engine;

/**
 * What an endpoint is made of.
 *
 * @param cores ≥ 1
 * @param slots requests that it serves at a time; as many as cores is first come, first served, many is processor sharing
 * @param queueLimit requests that may wait for a slot; more are rejected
 * @param speed CPU seconds of demand that a core does in a second; &gt; 0
 * @param zone where it stands; ≥ 0
 */
public record ServerSpec(int cores, int slots, int queueLimit, double speed, int zone) {
  /** Throws {@link IllegalArgumentException} naming a value out of range. */
  public ServerSpec {
    if (cores < 1 || slots < 1 || queueLimit < 0 || !(speed > 0) || zone < 0) {
      throw new IllegalArgumentException(
          "cores %d, slots %d, queueLimit %d, speed %s, zone %d: cores and slots are ≥ 1, speed > 0, the rest ≥ 0"
              .formatted(cores, slots, queueLimit, speed, zone));
    }
  }
}

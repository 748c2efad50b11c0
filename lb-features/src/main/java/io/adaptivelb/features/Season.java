package io.adaptivelb.features;

import java.util.Arrays;

/**
 * One endpoint's deviations of the last half hour, and the period in which they come back: a neighbour's cron job, a batch, a
 * leak that is restarted. Not thread-safe; 4.4 KB.
 *
 * <p>For every lag ℓ from 30 s on it keeps {@code Σ(x_t − x_{t−ℓ})²} and {@code Σx_t²}, decayed by half in half an hour. Their
 * quotient tells how much of what happened the time before would have foretold; the best lag is the period. Deviations are
 * logarithms of a capacity against the usual one, so nothing happening is 0 and costs nothing.
 *
 * <p>Whoever acts on a prediction hides what it predicts: an endpoint that was spared its load shows no distress. A slot that did
 * not show anything keeps what was expected of it, a little fainter each time, so that a job which is gone is forgotten; or else what
 * the slot before showed, fainter by a third, because what began will not have ended by being avoided.
 */
final class Season {
  static final int SLOTS = 360;
  static final long SLOT_MILLIS = 5_000;

  private static final int MIN_LAG = 6;
  private static final float KEPT = 0.998f;

  /** Chance finds some lag for a few scattered dips: this much of their energy must be explained twice over. */
  private static final float PRIOR = 0.3f;

  private static final double MIN_SKILL = 0.15;
  private static final double FAINTER = 0.9;
  private static final double LASTING = 0.67;
  private static final double LIMIT = 3;
  private static final double DIP = -0.25;

  private final float[] deviations = new float[SLOTS];
  private final float[] errors = new float[SLOTS];
  private final float[] energies = new float[SLOTS];
  private long anchor;
  private long last = -1;
  private boolean shown;
  private int lag;
  private double skill;

  Season() {
    Arrays.fill(deviations, Float.NaN);
  }

  /**
   * Takes what a tick showed.
   *
   * @param millis when it ended; ticks out of order are left out
   * @param deviation ln of a capacity over the usual one, or NaN when the tick could not show it
   */
  void add(long millis, double deviation) {
    if (last < 0) {
      anchor = millis;
      last = 0;
      put(0, deviation);
      return;
    }
    long slot = slot(millis);
    if (slot < last) {
      return;
    }
    if (slot > last) {
      learn();
      long first = Math.max(last + 1, slot - SLOTS + 1);
      for (long s = first; s < slot; s++) {
        deviations[index(s)] = hidden(s);
      }
      last = slot;
      put(slot, deviation);
    } else if (shown ? deviation < deviations[index(slot)] : !Double.isNaN(deviation)) {
      put(slot, deviation);
    }
  }

  /** What is expected so many slots after the newest one (0: of itself); NaN when no period was found. */
  double expected(int ahead) {
    return last < 0 ? Double.NaN : expectedAt(last + ahead);
  }

  /** The share of the past that the time before foretold, 0…1. */
  double skill() {
    return skill;
  }

  /** How many dips were seen at a time when one was due, in the memory that is left. */
  int repetitions() {
    if (lag == 0) {
      return 0;
    }
    int found = 0;
    boolean within = false;
    for (long s = Math.max(lag, last - SLOTS + 1 + lag); s <= last; s++) {
      boolean both = deviations[index(s)] < DIP && deviations[index(s - lag)] < DIP;
      found += both && !within ? 1 : 0;
      within = both;
    }
    return found;
  }

  private long slot(long millis) {
    return Math.round((double) (millis - anchor) / SLOT_MILLIS);
  }

  private void put(long slot, double deviation) {
    shown = !Double.isNaN(deviation);
    deviations[index(slot)] = shown ? (float) Math.clamp(deviation, -LIMIT, LIMIT) : hidden(slot);
  }

  private float hidden(long slot) {
    double expected = FAINTER * expectedAt(slot);
    double lasting = slot == 0 ? Double.NaN : LASTING * deviations[index(slot - 1)];
    double worse = Double.isNaN(lasting) || expected < lasting ? expected : lasting;
    return worse < DIP ? (float) worse : Float.NaN;
  }

  /** The newest slot is complete: every lag learns from it. */
  private void learn() {
    if (!shown) {
      return;
    }
    float now = deviations[index(last)];
    float energy = now * now;
    int longest = (int) Math.min(SLOTS - 1, last);
    double best = MIN_SKILL;
    int found = 0;
    for (int l = MIN_LAG; l <= longest; l++) {
      float before = deviations[index(last - l)];
      if (!Float.isNaN(before)) {
        float miss = now - before;
        errors[l] = KEPT * errors[l] + miss * miss;
        energies[l] = KEPT * energies[l] + energy;
      }
      double explained = 1 - (errors[l] + PRIOR) / (energies[l] + PRIOR);
      if (explained > best + 1e-3) {
        best = explained;
        found = l;
      }
    }
    lag = found;
    skill = found == 0 ? 0 : best;
  }

  /** The last three times count by halves. */
  private double expectedAt(long slot) {
    if (lag == 0) {
      return Double.NaN;
    }
    double sum = 0;
    double weights = 0;
    double weight = 1;
    int cycles = 0;
    for (long s = slot - lag; s > last - SLOTS && s >= 0 && cycles < 3; s -= lag) {
      if (s <= last) {
        float value = deviations[index(s)];
        if (!Float.isNaN(value)) {
          sum += weight * value;
          weights += weight;
        }
        weight /= 2;
        cycles++;
      }
    }
    return weights == 0 ? Double.NaN : sum / weights;
  }

  private static int index(long slot) {
    return (int) (slot % SLOTS);
  }
}

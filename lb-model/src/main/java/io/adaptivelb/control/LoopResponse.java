package io.adaptivelb.control;

/**
 * Learns how targets answer to the weights that were in force: {@code target(t) = −a·weight(t−k) − b·weight(t−k−1)}, {@code a, b
 * ≥ 0}, both on the log scale and as deviations from their own recent means ({@link LoopTrail}), by least squares over all
 * endpoints and the last ticks with exponential forgetting, for the lag {@code k} that explains most. The elasticity is {@code a +
 * b}, the delay {@code k + b/(a+b)} ticks. Two neighbouring lags, because a scrape between two ticks sees a part of both weights.
 *
 * <p>Targets move for reasons of their own too, and weights follow them: a reading that was too high is followed by a higher
 * weight and then by a lower reading, as if the weight had caused it. Against a recent mean little of that is left: noise
 * explains a tenth of the variance, episodes that begin and end a quarter, drifts nothing. A loop near its limit drives itself,
 * and explains nearly all. So an answer is significant from {@value #MIN_EXPLAINED} of the variance, over at least {@value
 * #MIN_MOVES} deviations that are worth the name.
 *
 * <p>Not thread-safe. Allocates nothing.
 */
final class LoopResponse {
  /** Lags that are tried, in ticks: 0…4. */
  static final int LAGS = 5;

  /** What a tick keeps of the past: half of the weight lies in the last eleven ticks. */
  private static final double KEEP = 0.94;

  private static final double MIN_EXPLAINED = 0.4;

  /** Deviations of about the same size; a large one among small ones counts for one. */
  private static final double MIN_MOVES = 20;

  /** Root mean square over all endpoints: weights that move less than this are not worth damping. */
  private static final double MIN_MOVE = 0.05;

  /** One collapse must not drown everything else. */
  private static final double LARGEST_MOVE = Math.log(5);

  private final double[] moves2 = new double[LAGS];
  private final double[] moves4 = new double[LAGS];
  private final double[] neighbours = new double[LAGS - 1];
  private final double[] answers = new double[LAGS];
  private final double[] move = new double[LAGS];
  private double targets2;
  private double count;

  private double elasticity;
  private double delayTicks;
  private double explained;

  /** Forgets a little: call once a tick before {@link #add}. */
  void forget() {
    for (int k = 0; k < LAGS; k++) {
      moves2[k] *= KEEP;
      moves4[k] *= KEEP * KEEP;
      answers[k] *= KEEP;
      if (k + 1 < LAGS) {
        neighbours[k] *= KEEP;
      }
    }
    targets2 *= KEEP;
    count *= KEEP;
  }

  /** Takes one endpoint's tick: how far its target is from its mean, NaN when that is not known, and its weights. */
  void add(double targetDeviation, LoopTrail trail) {
    if (Double.isNaN(targetDeviation)) {
      return;
    }
    double target = Math.clamp(targetDeviation, -LARGEST_MOVE, LARGEST_MOVE);
    for (int k = 0; k < LAGS; k++) {
      move[k] = Math.clamp(trail.weightDeviation(k), -LARGEST_MOVE, LARGEST_MOVE);
      double square = move[k] * move[k];
      moves2[k] += square;
      moves4[k] += square * square;
      answers[k] += target * move[k];
      if (k > 0) {
        neighbours[k - 1] += move[k - 1] * move[k];
      }
    }
    targets2 += target * target;
    count++;
  }

  /** Fits again: call once a tick after {@link #add}. */
  void fit() {
    elasticity = 0;
    delayTicks = 0;
    explained = 0;
    for (int k = 0; k < LAGS; k++) {
      if (isExcited(k)) {
        fit(k);
        if (k + 1 < LAGS && isExcited(k + 1)) {
          fitWithNext(k);
        }
      }
    }
    // Rounding may leave a little more than all of it.
    explained = targets2 > 0 ? Math.min(1, explained / targets2) : 0;
  }

  /** Whether the last fit says something. */
  boolean isSignificant() {
    return explained >= MIN_EXPLAINED && elasticity > 0;
  }

  /** By how many per cent targets fall when weights rise by one; ≥ 0. */
  double elasticity() {
    return elasticity;
  }

  /** How many ticks later; 0…4. */
  double delayTicks() {
    return delayTicks;
  }

  /** Share of the variance of the targets that the weights explain; 0…1. */
  double explained() {
    return explained;
  }

  private boolean isExcited(int k) {
    return moves2[k] > MIN_MOVE * MIN_MOVE * count && moves2[k] * moves2[k] > MIN_MOVES * moves4[k];
  }

  private void fit(int k) {
    double slope = answers[k] / moves2[k];
    if (slope < 0) {
      keepBest(-slope, k, slope * answers[k]);
    }
  }

  private void fitWithNext(int k) {
    double between = neighbours[k];
    double determinant = moves2[k] * moves2[k + 1] - between * between;
    if (determinant <= 1e-6 * moves2[k] * moves2[k + 1]) {
      return;
    }
    double first = (answers[k] * moves2[k + 1] - answers[k + 1] * between) / determinant;
    double second = (answers[k + 1] * moves2[k] - answers[k] * between) / determinant;
    if (first < 0 && second < 0) {
      double sum = first + second;
      keepBest(-sum, k + second / sum, first * answers[k] + second * answers[k + 1]);
    }
  }

  private void keepBest(double newElasticity, double newDelay, double newExplained) {
    if (newExplained > explained) {
      elasticity = newElasticity;
      delayTicks = newDelay;
      explained = newExplained;
    }
  }
}

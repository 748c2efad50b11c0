package io.adaptivelb.learner;

/** What was learned from rows, and predicts others. Closed when no longer needed. */
public interface Predictor extends AutoCloseable {
  /** A prediction a row. */
  double[] predict(Rows rows);

  /** Gives back what it holds; nothing can be predicted afterwards. */
  @Override
  void close();
}

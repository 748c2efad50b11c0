package io.adaptivelb.heads;

/**
 * What was predicted of rows that were not trained on, and what came of them; arrays side by side, an entry a row.
 *
 * @param rows numbers of the table's rows
 * @param folds the fold that held each out
 * @param labels what came of it
 * @param margins of the trees, before calibration
 * @param constants the mean label of the fold's training rows
 * @param smoothed EWMA(10) of the endpoint's earlier labels
 * @param persisted the newest of them that is known by then
 */
@SuppressWarnings("ArrayRecordComponent") // Millions of numbers, which nobody outside sees.
record HeldOut(
    int[] rows,
    int[] folds,
    float[] labels,
    float[] margins,
    float[] constants,
    float[] smoothed,
    float[] persisted) {
  int size() {
    return rows.length;
  }
}

/**
 * Gradient-boosted trees that XGBoost trained: reading and validating its files, scoring without native code, explaining a
 * score, and checking that it is monotone.
 *
 * <p>Imports nothing of ours. Knows bytes, not files; must not import {@code ml.dmlc}, which only its tests use, as the oracle.
 */
@NullMarked
package io.adaptivelb.boosting;

import org.jspecify.annotations.NullMarked;

/**
 * Gradient-boosted trees by XGBoost: rows in, an ensemble out.
 *
 * <p>Must not know where rows come from or what they mean. XGBoost trains here; it serves nowhere.
 */
@NullMarked
package io.adaptivelb.learner;

import org.jspecify.annotations.NullMarked;

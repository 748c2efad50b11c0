/**
 * How good predictions are: errors, ROC curves, calibration, and intervals by resampling whole blocks.
 *
 * <p>Plain numbers in, figures out; must not know features, models or recordings.
 */
@NullMarked
package io.adaptivelb.evaluation;

import org.jspecify.annotations.NullMarked;

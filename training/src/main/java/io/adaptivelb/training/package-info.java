/**
 * Datasets, training, evaluation and promotion of models; beside it stands the simulator.
 *
 * <p>Imports {@code lb-features} and {@code lb-model} only.
 */
@NullMarked
package io.adaptivelb.training;

import org.jspecify.annotations.NullMarked;

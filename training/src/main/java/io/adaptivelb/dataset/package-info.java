/**
 * What models learn from: series that only look back, columns with their definitions, tables of rows, and folds over time.
 *
 * <p>Imports {@code recording}; must not know models or learners.
 */
@NullMarked
package io.adaptivelb.dataset;

import org.jspecify.annotations.NullMarked;

/**
 * {@code lb export}: makes data sets of what was stored, is simulated, or was recorded by others.
 *
 * <p>Computes no feature itself: that is the code that serves. Must not import what learns from data sets.
 */
@NullMarked
package io.adaptivelb.export;

import org.jspecify.annotations.NullMarked;

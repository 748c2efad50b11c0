/**
 * Why a weight is what it is, in weight units that add up exactly.
 *
 * <p>Imports {@code domain} and {@code weights}; values only.
 */
@NullMarked
package io.adaptivelb.explanation;

import org.jspecify.annotations.NullMarked;

/**
 * Why a source gave nothing: one code per cause, so that failures can be counted, and a message that names the value.
 *
 * <p>Imports nothing of ours.
 */
@NullMarked
package io.adaptivelb.failure;

import org.jspecify.annotations.NullMarked;

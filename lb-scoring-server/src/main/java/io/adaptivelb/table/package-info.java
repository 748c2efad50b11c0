/**
 * The weights that are in force: written by the scoring loop, read by every API without a lock.
 *
 * <p>Imports {@code domain} and {@code weights} of the heart, and the wire format of {@code io.adaptivelb.v1}.
 */
@NullMarked
package io.adaptivelb.table;

import org.jspecify.annotations.NullMarked;
